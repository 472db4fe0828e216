"""The key that a token names, found by one look-up; the algorithm is the key's alone."""

import jwt
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import ReaderKey
from articles.sealing import SealBroken, unseal
from discussion.tokens.parts import Parts, TokenRefused


def key_of(parts: Parts) -> ReaderKey:
    """Return the live key that the token names; the site it names is believed once the key fits."""
    issuer, kid = parts.claims.get("iss"), parts.header.get("kid")
    if not isinstance(issuer, str) or not isinstance(kid, str | None):
        raise TokenRefused("`iss` has to be the site's slug, and `kid` a text.")
    found = list(_named(_live().filter(site__slug=issuer), kid)[:2])
    if len(found) != 1:
        raise TokenRefused(
            "The site has several keys: name one with `kid`."
            if found
            else "No live key of that site goes with the token."
        )
    key = found[0]
    if parts.header.get("alg") != key.algorithm:
        raise TokenRefused(f"This key signs with {key.algorithm}.")
    return key


def check_signature(parts: Parts, key: ReaderKey) -> None:
    """Raise TokenRefused unless the key signed exactly this token."""
    try:
        jwt.PyJWS().decode(parts.token, _material(key), algorithms=[key.algorithm])
    except (jwt.PyJWTError, SealBroken) as error:
        raise TokenRefused("The signature does not fit the key.") from error


def _live() -> QuerySet[ReaderKey]:
    """Return the keys that are good now; a guest's key is while its site takes guests."""
    not_revoked = Q(revoked_at__isnull=True) | Q(revoked_at__gt=timezone.now())
    welcome = ~Q(origin=ReaderKey.Origin.GUEST) | Q(site__reader_rules__guests=True)
    return ReaderKey.objects.filter(not_revoked, welcome)


def _named(keys: QuerySet[ReaderKey], kid: str | None) -> QuerySet[ReaderKey]:
    if kid is not None:
        return keys.filter(kid=kid)
    # The one key that need not be named is the site's: what this service signs names its own.
    return keys.exclude(origin=ReaderKey.Origin.GUEST)


def _material(key: ReaderKey) -> str:
    """Return what the signature is checked with: the secret, or the public key as PEM."""
    return unseal(key.sealed_secret) if key.algorithm == "HS256" else key.public_key
