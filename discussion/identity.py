"""Who a reader is: by their site's word, a signed token, or by this service's own as a guest.

The algorithm comes from the key's record, never from the token. A token names a person, no role.
"""

import time
from dataclasses import dataclass
from typing import Any

from articles.models import ReaderKey
from discussion.guests import MAX_GUEST_LIFETIME
from discussion.models.people import GUEST, OURS
from discussion.tokens.claims import AUDIENCE, CHECKS, MAX_LIFETIME, Claims
from discussion.tokens.keys import check_signature, key_of
from discussion.tokens.parts import TokenRefused, read_parts

__all__ = ["AUDIENCE", "MAX_LIFETIME", "Identity", "TokenRefused", "read_token"]


@dataclass(frozen=True, slots=True)
class Identity:
    """A person at a site: known by (site, subject), whatever else the token says."""

    site_id: int
    subject: str
    display_name: str
    badges: tuple[str, ...] = ()
    # Where mail reaches the person; never who they are.
    email: str = ""

    @property
    def throttle_key(self) -> str:
        """Who is counted when calls are counted."""
        return f"reader:{self.site_id}:{self.subject}"

    @property
    def is_guest(self) -> bool:
        """Whether nobody vouches for the person: another one is had for the asking."""
        return self.subject.startswith(GUEST)


def read_token(token: str) -> Identity:
    """Return whom the token speaks of, by one look-up of its key. Raises TokenRefused."""
    parts = read_parts(token)
    key = key_of(parts)
    check_signature(parts, key)
    guest = key.origin == ReaderKey.Origin.GUEST
    claims = Claims(parts.claims, time.time(), MAX_GUEST_LIFETIME if guest else MAX_LIFETIME)
    said: dict[str, Any] = {claim: check(claims) for claim, check in CHECKS.items()}
    return Identity(
        site_id=key.site_id,
        subject=f"{OURS}{said['sub']}" if guest else said["sub"],
        display_name=said["name"],
        badges=said["badges"],
        email=said["email"],
    )
