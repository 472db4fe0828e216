"""Guests: readers for whom nobody vouches, under a token that this service signs itself."""

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import jwt

from articles.flows.add_reader_key import add_reader_key
from articles.models import ReaderKey, Site
from articles.sealing import unseal
from discussion.tokens import AUDIENCE
from discussion.tokens.lifetimes import MAX_GUEST_LIFETIME

# Nobody guesses another guest's.
SUBJECT_BYTES = 16
ACTOR = "machine:guests"


@dataclass(frozen=True, slots=True)
class GuestPass:
    """The token of a new guest, until when it is good, and the id in it."""

    token: str
    expires_at: datetime
    subject: str


def new_pass(site: Site, name: str) -> GuestPass:
    """Return a token for somebody new of that name; nothing is stored of them until they write."""
    key = _key_of(site)
    subject = f"guest:{secrets.token_urlsafe(SUBJECT_BYTES)}"
    now = int(time.time())
    ends = now + MAX_GUEST_LIFETIME
    claims = {
        "iss": site.slug,
        "aud": AUDIENCE,
        "sub": subject,
        "name": name,
        "iat": now,
        "exp": ends,
    }
    token = jwt.encode(claims, unseal(key.sealed_secret), "HS256", headers={"kid": key.kid})
    return GuestPass(token, datetime.fromtimestamp(ends, UTC), subject)


def _key_of(site: Site) -> ReaderKey:
    """Return the site's key for guests, made when the first one comes: it never leaves the
    service.
    """
    origin = ReaderKey.Origin.GUEST
    mine = ReaderKey.objects.filter(site=site, origin=origin, revoked_at__isnull=True)
    return mine.order_by("-pk").first() or add_reader_key(site, origin=origin, actor=ACTOR)[0]
