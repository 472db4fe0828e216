"""Whether a browser on the publication's page may call this service, asked as a browser asks."""

from urllib.parse import urlsplit

import httpcore2
from django.conf import settings

from articles.models import Site
from moderation.health import Check

SECONDS = 5.0
TIMEOUT = {"connect": SECONDS, "read": SECONDS, "write": SECONDS, "pool": SECONDS}
WANTED = "authorization, content-type, idempotency-key"


def cors_check(site: Site, origin: str) -> Check:
    """Send the preflight of a post to this service's public address, past every proxy."""
    url = f"{settings.PUBLIC_URL.rstrip('/')}/api/v1/articles/?site={site.slug}"
    headers: dict[bytes | str, bytes | str] = {
        "Host": urlsplit(url).netloc,
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": WANTED,
    }
    try:
        # The operator's own address, so none of the doubts that other people's are met with.
        with httpcore2.ConnectionPool() as pool:
            answer = pool.request("OPTIONS", url, headers=headers, extensions={"timeout": TIMEOUT})
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
        says = f"{settings.PUBLIC_URL} does not answer ({type(error).__name__}): is it PUBLIC_URL?"
        return Check("public address", ok=False, says=says)
    given = {name.lower(): value.decode("latin-1") for name, value in answer.headers}
    if given.get(b"access-control-allow-origin") != origin:
        says = f"A page of {origin} may not call: list the origin, and let no proxy answer OPTIONS."
        return Check("cross-origin calls", ok=False, says=says)
    allowed = {name.strip() for name in given.get(b"access-control-allow-headers", "").split(",")}
    if missing := sorted(set(WANTED.split(", ")) - allowed):
        says = f"A proxy takes {', '.join(missing)} out of the allowed headers."
        return Check("cross-origin calls", ok=False, says=says)
    return Check("cross-origin calls", ok=True, says=f"a page of {origin} may call")
