"""Names in addresses."""

import re
import unicodedata

from articles.errors import SlugTaken

# Each is, or may become, a first path segment of this service.
RESERVED = frozenset(
    {
        "about",
        "account",
        "accounts",
        "admin",
        "api",
        "appeals",
        "assets",
        "auth",
        "compat",
        "comments",
        "count",
        "count-js",
        "docs",
        "embed",
        "embed-js",
        "favicon-ico",
        "feed",
        "feeds",
        "healthz",
        "help",
        "login",
        "logout",
        "mail",
        "me",
        "media",
        "metrics",
        "moderation",
        "notices",
        "oembed",
        "policies",
        "policy",
        "readyz",
        "robots-txt",
        "schema",
        "search",
        "settings",
        "sites",
        "static",
        "status",
        "www",
    }
)


def site_slug(name: str) -> str:
    """Return the slug of a site's name: `Antiwar.com` becomes `antiwar-com`.

    Raises SlugTaken for a reserved word and for a name without a letter or digit.
    """
    slug = slug_of(name, limit=63)
    if not slug:
        raise SlugTaken(f"“{name}” has no letter or digit that an address can show.")
    if slug in RESERVED:
        raise SlugTaken(f"“{slug}” is reserved for this service.")
    return slug


def slug_of(text: str, *, limit: int) -> str:
    """Return lower-case ASCII words joined by hyphens, cut at a word within the limit."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower().replace("'", "")).strip("-")
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rsplit("-", 1)[0][:limit]
