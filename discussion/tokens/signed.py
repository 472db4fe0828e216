"""Reader tokens that the service signs itself."""

import time

import jwt
from django.core import signing

from articles.flows.add_reader_key import add_reader_key
from articles.models import ReaderKey, ReaderRules, Site
from articles.sealing import unseal
from discussion.models import User
from discussion.tokens import AUDIENCE

SALT = "discussion.reader-token"
# The page that has an address may stay open this long.
ADDRESS_LIVES = 12 * 3600


def signed_token(site: Site, *, subject: str, name: str, minutes: int, actor: str) -> str:
    """Return a token as the site's own server would sign it, with its newest shared secret; a site
    without one gets one.
    """
    key = _newest_key(site, ReaderKey.Origin.SITE, actor)
    return _signed(site, key, {"sub": subject, "name": name}, minutes * 60)


def signed_by_us(
    site: Site, origin: ReaderKey.Origin, claims: dict[str, str], *, seconds: int
) -> str:
    """Return a token for somebody whom this service vouches for, a guest or a user of its project.

    Its key is made when the first of them comes, and never leaves the service: a site cannot sign
    for one of them. `claims` are `sub`, `name` and what else is known.
    """
    return _signed(site, _newest_key(site, origin, f"machine:{origin}s"), claims, seconds)


def signed_for(user: User, site: str) -> str:
    """Return what stands in the address of this user's tokens at the site of that slug."""
    return signing.dumps(user.pk, salt=f"{SALT}:{site}")


def takes_users(site: str) -> bool:
    """Whether the site of that slug takes users of this project for readers."""
    return ReaderRules.objects.filter(site__slug=site, session_readers=True).exists()


def user_in(signed: str, site: str) -> int | None:
    """Return for whom the address was signed; None when it was not, not there, or too long ago."""
    try:
        pk: int = signing.loads(signed, salt=f"{SALT}:{site}", max_age=ADDRESS_LIVES)
    except signing.BadSignature:
        return None
    return pk


def _newest_key(site: Site, origin: ReaderKey.Origin, actor: str) -> ReaderKey:
    mine = ReaderKey.objects.filter(
        site=site, algorithm="HS256", origin=origin, revoked_at__isnull=True
    )
    return mine.order_by("-pk").first() or add_reader_key(site, origin=origin, actor=actor)[0]


def _signed(site: Site, key: ReaderKey, claims: dict[str, str], seconds: int) -> str:
    now = int(time.time())
    times = {"iat": now, "exp": now + seconds}
    named = {"iss": site.slug, "aud": AUDIENCE, **claims, **times}
    return jwt.encode(named, unseal(key.sealed_secret), "HS256", headers={"kid": key.kid})
