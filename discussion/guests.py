"""Guests: readers for whom nobody vouches, under a token that this service signs itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from articles.models import ReaderKey, Site
from discussion.tokens.lifetimes import MAX_GUEST_LIFETIME
from discussion.tokens.signed import signed_by_us

# Nobody guesses another guest's.
SUBJECT_BYTES = 16


@dataclass(frozen=True, slots=True)
class GuestPass:
    """The token of a new guest, until when it is good, and the id in it."""

    token: str
    expires_at: datetime
    subject: str


def new_pass(site: Site, name: str) -> GuestPass:
    """Return a token for somebody new of that name; nothing is stored of them until they write."""
    # Never later than the token says: it counts in whole seconds.
    ends = timezone.now().replace(microsecond=0) + timedelta(seconds=MAX_GUEST_LIFETIME)
    subject = f"guest:{secrets.token_urlsafe(SUBJECT_BYTES)}"
    claims = {"sub": subject, "name": name}
    token = signed_by_us(site, ReaderKey.Origin.GUEST, claims, seconds=MAX_GUEST_LIFETIME)
    return GuestPass(token, ends, subject)
