"""Everybody who can call: nobody, a reader, each role of staff, and the site's own server."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.test.client import ClientHandler

from moderation.models import Membership
from tests.discussion_rows import reader_token
from tests.matrix.rows import RichSite

NOBODY, READER, SERVER = "nobody", "a reader", "the site's server"
STAFF = tuple(Membership.Role.values)
# Roles add up, and none takes anything away: who has all of them is refused what each is refused.
EVERY_ROLE = "every role at once"
# One for all: each would look for every static file anew, which costs more than its requests.
HANDLER = ClientHandler(enforce_csrf_checks=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody of one site, with what they prove it by."""

    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """Send JSON to the API and a form to a page."""
        said = {**self.headers, **{name.replace("_", "-"): v for name, v in headers.items()}}
        if method == "GET":
            return self.client.get(path, data, headers=said)
        if not path.startswith(("/api/", "/compat/")):
            return self.client.post(path, data or {}, headers=said)
        call = getattr(self.client, method.lower())
        if method == "DELETE":
            return call(path, headers=said)
        return call(path, data or {}, content_type="application/json", headers=said)


def caller(name: str, rich: RichSite) -> Caller:
    """Return them, of that site."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    if name in {EVERY_ROLE, *STAFF}:
        client.force_login(rich.staff.get(name, rich.of_every_role))
        return Caller(client)
    token = {READER: lambda: reader_token(rich.site, "ada"), SERVER: lambda: rich.key}.get(name)
    return Caller(client, {"Authorization": f"Bearer {token()}"} if token else {})
