"""Who a reader is, by their site's word: a signed token (JWT), read with every doubt against it.

The algorithm comes from the key's record, never from the token. A token names a person, no role.
"""

import base64
import binascii
import time
import unicodedata
from dataclasses import dataclass
from typing import Any

import jwt
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone

from articles.models import ReaderKey
from articles.sealing import SealBroken, unseal
from articles.strict_json import JsonRefused, read_object

AUDIENCE = "comments"
MAX_TOKEN = 8 * 1024
MAX_LIFETIME = 24 * 3600
LEEWAY = 30
MAX_SUBJECT = 255
MAX_NAME = 100
MAX_BADGES = 5
MAX_BADGE = 30
# RFC 5321 with erratum 1690.
MAX_EMAIL = 254

_HEADER_KEYS = frozenset({"alg", "typ", "kid"})
_NOT_PRINTED = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})


class TokenRefused(Exception):
    """The token proves nothing. `code` is kebab-case and stable, `detail` is for the integrator."""

    def __init__(self, detail: str, code: str = "token-invalid") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


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


def read_token(token: str) -> Identity:
    """Return whom the token speaks of, by one look-up of its key. Raises TokenRefused."""
    header, claims = _parts(token)
    key = _key_of(header, claims)
    try:
        jwt.PyJWS().decode(token, _material(key), algorithms=[key.algorithm])
    except (jwt.PyJWTError, SealBroken) as error:
        raise TokenRefused("The signature does not fit the key.") from error
    _check_times(claims, now=time.time())
    return Identity(
        site_id=key.site_id,
        subject=_subject(claims),
        display_name=_line(claims, "name", MAX_NAME),
        badges=_badges(claims),
        email=_email(claims),
    )


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if len(token) > MAX_TOKEN:
        raise TokenRefused("The token is longer than 8 KiB.")
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenRefused("The token is no JWT: it needs three parts.")
    header, claims = (_read(part) for part in parts[:2])
    if not header.keys() <= _HEADER_KEYS:
        raise TokenRefused("The token's header may hold alg, typ and kid, nothing else.")
    return header, claims


def _read(part: str) -> dict[str, Any]:
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        return read_object(raw)
    except (binascii.Error, ValueError) as error:
        detail = error.detail if isinstance(error, JsonRefused) else "It is not base64url."
        raise TokenRefused(f"The token cannot be read. {detail}") from error


def _key_of(header: dict[str, Any], claims: dict[str, Any]) -> ReaderKey:
    """Return the live key that the token names; the site it names is believed once the key fits."""
    issuer, kid = claims.get("iss"), header.get("kid")
    if not isinstance(issuer, str) or not isinstance(kid, str | None):
        raise TokenRefused("`iss` has to be the site's slug, and `kid` a text.")
    live = Q(revoked_at__isnull=True) | Q(revoked_at__gt=timezone.now())
    keys = ReaderKey.objects.filter(live, site__slug=issuer)
    found = list((keys if kid is None else keys.filter(kid=kid))[:2])
    if len(found) != 1:
        raise TokenRefused(
            "The site has several keys: name one with `kid`."
            if found
            else "No live key of that site goes with the token."
        )
    key = found[0]
    if header.get("alg") != key.algorithm:
        raise TokenRefused(f"This key signs with {key.algorithm}.")
    return key


def _material(key: ReaderKey) -> str:
    """Return what the signature is checked with: the secret, or the public key as PEM."""
    return unseal(key.sealed_secret) if key.algorithm == "HS256" else key.public_key


def _check_times(claims: dict[str, Any], *, now: float) -> None:
    audience = claims.get("aud")
    if AUDIENCE not in (audience if isinstance(audience, list) else [audience]):
        raise TokenRefused(f"`aud` has to be “{AUDIENCE}”.")
    issued, expires = _moment(claims, "iat"), _moment(claims, "exp")
    if issued > now + LEEWAY:
        raise TokenRefused("`iat` lies in the future.")
    if "nbf" in claims and _moment(claims, "nbf") > now + LEEWAY:
        raise TokenRefused("`nbf` lies in the future.")
    if not 0 < expires - issued <= MAX_LIFETIME:
        raise TokenRefused("A token lives 24 hours at most: `exp` minus `iat`.")
    if expires < now - LEEWAY:
        raise TokenRefused("The token has expired; fetch a new one.", "token-expired")


def _moment(claims: dict[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TokenRefused(f"`{name}` has to be a whole number of seconds.")
    return value


def _subject(claims: dict[str, Any]) -> str:
    """Return `sub` as it was sent: to take two spellings for one would make one of two people."""
    subject = _line(claims, "sub", MAX_SUBJECT)
    if subject != claims["sub"]:
        raise TokenRefused("`sub` has to be in Unicode's NFC, without space at its ends.")
    return subject


def _line(claims: dict[str, Any], name: str, limit: int) -> str:
    value = claims.get(name)
    text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    # A name of format characters alone would be an empty line that somebody signs.
    inked = any(unicodedata.category(character)[0] in "LNPS" for character in text)
    if not inked or len(text) > limit or not _printable(text):
        raise TokenRefused(f"`{name}` has to be a text of 1 to {limit} printable characters.")
    return text


def _badges(claims: dict[str, Any]) -> tuple[str, ...]:
    badges = claims.get("badges", [])
    if not isinstance(badges, list) or len(badges) > MAX_BADGES:
        raise TokenRefused(f"`badges` has to be a list of {MAX_BADGES} texts at most.")
    return tuple(_line({"badges": badge}, "badges", MAX_BADGE) for badge in badges)


def _email(claims: dict[str, Any]) -> str:
    """Return the address, empty where there is none or none that mail can be sent to: a reader
    whose site knows no better one is still a reader.
    """
    address = claims.get("email")
    if address is None:
        return ""
    if not isinstance(address, str):
        raise TokenRefused("`email` has to be a text.")
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= MAX_EMAIL else ""


def _printable(text: str) -> bool:
    return not any(unicodedata.category(character) in _NOT_PRINTED for character in text)
