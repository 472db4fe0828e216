"""Addresses of articles: one page, one spelling."""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit, urlunsplit

HOST = re.compile(r"[a-z0-9.-]+")
USUAL_PORT = {"https": 443, "http": 80}
# What links carry to tell where somebody came from; no page looks different for it.
_TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid"})


def canonical_url(url: str) -> str:
    """Return the address as one page has it: without fragment, campaign marks and usual port.

    The rest of the query stays as it is: it may name the article. Raises ValueError for what is no
    address.
    """
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if part and not _is_tracking(part))
    rest = urlunsplit(("", "", parts.path or "/", query, ""))
    return _origin(parts) + rest


def known_as(url: str) -> tuple[str, ...]:
    """Return the spellings under which an article of that address may be stored, likeliest first:
    what was registered before there was one spelling is as it was sent.
    """
    try:
        canonical = canonical_url(url)
    except ValueError:
        return (url,)
    return (canonical,) if canonical == url else (canonical, url)


def is_at_home(url: str, *, origins: Collection[str], domain: str) -> bool:
    """Tell whether the address is at one of the origins, or on the domain or below it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    # A browser reads a host with a backslash or a percent sign as another one than we do.
    if parts.scheme not in USUAL_PORT or "@" in parts.netloc or not HOST.fullmatch(host):
        return False
    if _origin(parts) in origins:
        return True
    domain = domain.lower()
    on_domain = bool(domain) and (host == domain or host.endswith(f".{domain}"))
    return on_domain and port in {None, USUAL_PORT[parts.scheme]}


def _origin(parts: SplitResult) -> str:
    host, port = (parts.hostname or "").lower(), parts.port
    shown_port = "" if port in {None, USUAL_PORT.get(parts.scheme)} else f":{port}"
    return f"{parts.scheme}://{host}{shown_port}"


def _is_tracking(part: str) -> bool:
    name = part.split("=", 1)[0].lower()
    return name.startswith("utm_") or name in _TRACKING
