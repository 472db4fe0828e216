"""Who a reader is: by their site's word, a signed token, or by this service's own: a guest, or a
user of the same project.

The algorithm comes from the key's record, never from the token. A token names a person, no role.
"""

import time
from dataclasses import dataclass
from typing import Any

from articles.models import ReaderKey
from discussion.models.people import GUEST, OURS, User, shown_name, subject_of
from discussion.tokens import AUDIENCE
from discussion.tokens.claims import CHECKS, MAX_LIFETIME, Claims
from discussion.tokens.keys import SiteBy, check_not_revoked, check_signature, key_of
from discussion.tokens.lifetimes import longest_life
from discussion.tokens.parts import TokenRefused, read_parts

__all__ = [
    "AUDIENCE",
    "MAX_LIFETIME",
    "Identity",
    "TokenRefused",
    "identity_of_user",
    "read_token",
]


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


def read_token(token: str, site_by: SiteBy | None = None) -> Identity:
    """Return whom the token speaks of, by one look-up of its key. Raises TokenRefused.

    `site_by` is by what the request names a site: needed by a token of the nested form alone.
    """
    parts = read_parts(token)
    key = key_of(parts, site_by)
    check_signature(parts, key)
    claims = Claims(parts.claims, time.time(), longest_life(key))
    said: dict[str, Any] = {claim: check(claims) for claim, check in CHECKS.items()}
    check_not_revoked(key, said["iat"])
    return Identity(
        site_id=key.site_id,
        subject=f"{OURS}{said['sub']}" if key.origin in ReaderKey.OURS else said["sub"],
        display_name=said["name"],
        badges=said["badges"],
        email=said["email"],
    )


def identity_of_user(user: User, site_id: int) -> Identity:
    """Return who a user of this project is at a site: the same person as on its pages."""
    return Identity(
        site_id=site_id,
        subject=subject_of(user),
        display_name=shown_name(user),
        email=user.email,
    )
