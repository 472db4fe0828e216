"""Addresses of articles: one page, one spelling."""

from urllib.parse import urlsplit, urlunsplit

USUAL_PORT = {"https": 443, "http": 80}
# What links carry to tell where somebody came from; no page looks different for it.
_TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid"})


def canonical_url(url: str) -> str:
    """Return the address as one page has it: without fragment, campaign marks and usual port.

    The rest of the query stays as it is: it may name the article. Raises ValueError for what is no
    address.
    """
    parts = urlsplit(url)
    host, port = (parts.hostname or "").lower(), parts.port
    shown_port = "" if port in {None, USUAL_PORT.get(parts.scheme)} else f":{port}"
    query = "&".join(part for part in parts.query.split("&") if part and not _is_tracking(part))
    return urlunsplit((parts.scheme, f"{host}{shown_port}", parts.path or "/", query, ""))


def known_as(url: str) -> tuple[str, ...]:
    """Return the spellings under which an article of that address may be stored, likeliest first:
    what was registered before there was one spelling is as it was sent.
    """
    try:
        canonical = canonical_url(url)
    except ValueError:
        return (url,)
    return (canonical,) if canonical == url else (canonical, url)


def _is_tracking(part: str) -> bool:
    name = part.split("=", 1)[0].lower()
    return name.startswith("utm_") or name in _TRACKING
