"""Reader tokens that the service signs itself, with a site's own newest shared secret."""

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
    """Return a token as the site's own server would sign it; a site without a secret gets one."""
    kid, secret = _newest_secret(site, actor)
    now = int(time.time())
    claims = {
        "iss": site.slug,
        "aud": AUDIENCE,
        "sub": subject,
        "name": name,
        "iat": now,
        "exp": now + minutes * 60,
    }
    return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": kid})


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


def _newest_secret(site: Site, actor: str) -> tuple[str, str]:
    key = (
        ReaderKey.objects.filter(
            site=site, algorithm="HS256", origin=ReaderKey.Origin.SITE, revoked_at__isnull=True
        )
        .order_by("-pk")
        .first()
    )
    if key is not None:
        return key.kid, unseal(key.sealed_secret)
    key, secret = add_reader_key(site, actor=actor)
    return key.kid, secret
