"""How long a token may be good, by who signed it."""

from articles.models import ReaderKey
from discussion.tokens.claims import MAX_LIFETIME

# A guest who comes back is the same one for so long: they earn trust by what is published of them.
MAX_GUEST_LIFETIME = 30 * 24 * 3600


def longest_life(key: ReaderKey | None) -> int:
    """Return the seconds from `iat` to `exp` that the key's tokens may have."""
    guest = key is not None and key.origin == ReaderKey.Origin.GUEST
    return MAX_GUEST_LIFETIME if guest else MAX_LIFETIME
