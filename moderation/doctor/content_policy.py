"""Whether a page's Content-Security-Policy lets the embed work: the part of CSP 3 that decides."""

from urllib.parse import urlsplit

# Directive, and what is not possible without it.
NEEDED = {"script-src": "load embed.js", "connect-src": "call the API"}


def missing_sources(policy: str, service: str, page: str) -> list[str]:
    """Return the directives that have to name the service's origin and do not, in order."""
    directives = _directives(policy)
    return [name for name in NEEDED if not _allows(_sources(directives, name), service, page=page)]


def _directives(policy: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in policy.split(";"):
        words = part.split()
        if words:
            # Of two of a name a browser takes the first.
            found.setdefault(words[0].lower(), words[1:])
    return found


def _sources(directives: dict[str, list[str]], name: str) -> list[str] | None:
    """Return the sources in force; `script-src-elem` goes before `script-src` for a script tag."""
    first = ("script-src-elem",) if name == "script-src" else ()
    names = (*first, name, "default-src")
    return next((directives[each] for each in names if each in directives), None)


def _allows(sources: list[str] | None, service: str, *, page: str) -> bool:
    if sources is None:
        return True
    if "'strict-dynamic'" in sources:
        # Then only a nonce or a hash lets a script in, which no address could.
        return any(source.startswith(("'nonce-", "'sha")) for source in sources)
    return any(_matches(source, service, page=page) for source in sources)


def _matches(source: str, service: str, *, page: str) -> bool:
    source = source.lower()
    if source == "'self'":
        return service == page
    scheme, host = urlsplit(service).scheme, urlsplit(service).netloc
    if source in {"*", f"{scheme}:"}:
        return True
    try:
        named = urlsplit(source if "://" in source else f"//{source}")
    except ValueError:
        return False
    if named.scheme not in {"", scheme}:
        return False
    if named.netloc.startswith("*."):
        return host.endswith(named.netloc[1:])
    return named.netloc == host
