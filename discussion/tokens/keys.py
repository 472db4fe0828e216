"""The key that a token names, found by one look-up; the algorithm is the key's alone.

The same look-up says whether the token, or all of its person's, were revoked meanwhile.
"""

from datetime import datetime, timedelta
from typing import Any

import jwt
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from articles.models import KeySet, ReaderKey, RevokedToken, SignedOut
from articles.prepared import Prepared, Slot
from articles.sealing import SealBroken, unseal
from discussion.tokens.claims import MAX_JTI, MAX_SUBJECT
from discussion.tokens.key_sets import fetched_anew
from discussion.tokens.parts import Parts, TokenRefused

# A look-up of Site and its value: by what a request names the site that it speaks of.
SiteBy = tuple[str, str]
# A value, or its place in a query that is prepared.
Said = str | datetime | Slot

# How long a key is good that its site's key set names no longer: what it signed is still about.
VANISHED_GRACE = timedelta(hours=1)
NO_KEY = "No live key of that site goes with the token."
NO_NESTED_KEY = f"{NO_KEY} Or the site does not take the nested form: its reader rules say."


def key_of(parts: Parts, site_by: SiteBy | None = None) -> ReaderKey:
    """Return the live key that the token names; the site it names is believed once the key fits.

    `site_by` is for a token of the nested form, which names no site. A key that nobody knows is
    looked for once in what the site publishes.
    """
    site, kid = site_of(parts, site_by), parts.header.get("kid")
    if not isinstance(kid, str | None):
        raise TokenRefused("`kid` has to be a text.")
    key = _found(parts, site, kid)
    if key is None and fetched_anew(KeySet.objects.filter(site)):
        key = _found(parts, site, kid)
    if key is None:
        raise TokenRefused(NO_NESTED_KEY if parts.nested else NO_KEY)
    if parts.header.get("alg") != key.algorithm:
        raise TokenRefused(f"This key signs with {key.algorithm}.")
    return key


def site_of(parts: Parts, site_by: SiteBy | None) -> Q:
    """Return by which site the key has to be. Raises TokenRefused where none is named."""
    issuer = parts.claims.get("iss")
    if not parts.nested or issuer is not None:
        if not isinstance(issuer, str):
            raise TokenRefused("`iss` has to be the site's slug.")
        named = Q(site__slug=issuer)
        return named & Q(site__reader_rules__nested_claims=True) if parts.nested else named
    if site_by is None:
        raise TokenRefused("A token of the nested form names no site: say `?site=` beside it.")
    lookup, value = site_by
    return Q((f"site__{lookup}", value), site__reader_rules__nested_claims=True)


def check_signature(parts: Parts, key: ReaderKey) -> None:
    """Raise TokenRefused unless the key signed exactly this token."""
    try:
        jwt.PyJWS().decode(parts.token, _material(key), algorithms=[key.algorithm])
    except (jwt.PyJWTError, SealBroken) as error:
        raise TokenRefused("The signature does not fit the key.") from error


def check_not_revoked(key: ReaderKey, issued_at: int) -> None:
    """Raise TokenRefused for what was revoked, as the key's own look-up (key_of) found it."""
    found = vars(key)
    signed_out_at: datetime | None = found["signed_out_at"]
    if found["token_revoked"] or (
        # At the same second counts as before: nobody can tell which came first.
        signed_out_at is not None and issued_at <= signed_out_at.timestamp()
    ):
        raise TokenRefused("The token was revoked; fetch a new one.", "token-revoked")


def _found(parts: Parts, site: Q, kid: str | None) -> ReaderKey | None:
    now = timezone.now()
    said: dict[str, Any] = {
        "jti": _text(parts.claims, "jti", MAX_JTI),
        "subject": _text(parts.claims, "sub", MAX_SUBJECT),
        "now": now,
        "seen_since": now - VANISHED_GRACE,
    }
    if kid is not None and not parts.nested:
        # As nearly every token is: `site_of` has seen that the issuer is a text.
        return _NAMED.first(issuer=parts.claims["iss"], kid=kid, **said)
    keys = _live(**said).filter(site)
    # The one key that need not be named is the site's, of those it signs with now: what this
    # service signs names its own.
    unnamed = keys.exclude(origin__in=ReaderKey.OURS).filter(vanished_at=None)
    found = list((unnamed if kid is None else keys.filter(kid=kid))[:2])
    if len(found) > 1:
        raise TokenRefused("The site has several keys: name one with `kid`.")
    return found[0] if found else None


def _live(jti: Said, subject: Said, now: Said, seen_since: Said) -> QuerySet[ReaderKey]:
    """Return the keys that are good now, each with what was revoked of what it may have signed.

    Those of this service are good while the site takes whom they speak for.
    """
    not_revoked = Q(revoked_at__isnull=True) | Q(revoked_at__gt=now)
    in_its_set = Q(vanished_at__isnull=True) | Q(vanished_at__gt=seen_since)
    guests = Q(origin=ReaderKey.Origin.GUEST, site__reader_rules__guests=True)
    users = Q(origin=ReaderKey.Origin.USER, site__reader_rules__session_readers=True)
    welcome = ~Q(origin__in=ReaderKey.OURS) | guests | users
    revoked = RevokedToken.objects.filter(site=OuterRef("site_id"), jti=jti)
    signed_out = SignedOut.objects.filter(site=OuterRef("site_id"), subject=subject)
    return ReaderKey.objects.filter(not_revoked, in_its_set, welcome).annotate(
        token_revoked=Exists(revoked), signed_out_at=Subquery(signed_out.values("at")[:1])
    )


_NAMED = Prepared(
    lambda: _live(
        jti=Slot("jti"),
        subject=Slot("subject"),
        now=Slot("now", DateTimeField()),
        seen_since=Slot("seen_since", DateTimeField()),
    ).filter(site__slug=Slot("issuer"), kid=Slot("kid"))
)


def _text(claims: dict[str, Any], name: str, limit: int) -> str:
    """Return the claim if the database can be asked for it: nothing of it is proven yet."""
    value = claims.get(name)
    return value if isinstance(value, str) and len(value) <= limit else ""


def _material(key: ReaderKey) -> str:
    """Return what the signature is checked with: the secret, or the public key as PEM."""
    return unseal(key.sealed_secret) if key.algorithm == "HS256" else key.public_key
