"""A good request for every route, to be changed from there."""

import json
from urllib.parse import urlencode

from tests.fuzz.mutations import Asked
from tests.matrix.callers import EVERY_ROLE
from tests.matrix.kinds import kind_of
from tests.matrix.open_routes import said_to
from tests.matrix.rows import RichSite
from tests.matrix.url_map import every_route

# It ends the session of whoever calls, and the rest would be nobody's.
ENDS = ("logout", "sign-out-everywhere", "login", "password", "second-factor")


def good_requests(rich: RichSite, who: str) -> list[Asked]:
    """Return one for each route and method that the caller is meant for; the desk's for staff."""
    found = []
    for route in every_route():
        staff = route.path.startswith("admin/")
        if (staff and who != EVERY_ROLE) or any(end in route.path for end in ENDS):
            continue
        ids = [kind_of(route, argument)(rich)[:1] for argument in route.arguments]
        if not all(ids):
            continue
        path = route.filled(dict(zip(route.arguments, (each[0] for each in ids), strict=True)))
        for method in route.methods:
            said, headers = said_to(route, method)
            form = urlencode(said or {}) if staff else json.dumps(said or {})
            body = b"" if method == "GET" else form.encode()
            found.append(Asked(method, path, body=body, headers=tuple(headers.items())))
    return found
