"""What a token has to say, claim by claim: one function each, in the order they are looked at."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from discussion.tokens import AUDIENCE
from discussion.tokens.parts import TokenRefused

MAX_LIFETIME = 24 * 3600
LEEWAY = 30
MAX_SUBJECT = 255
MAX_JTI = 255
MAX_NAME = 100
MAX_BADGES = 5
MAX_BADGE = 30
# RFC 5321 with erratum 1690.
MAX_EMAIL = 254

_NOT_PRINTED = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says, the moment at which it is read, and how many seconds it may live."""

    values: Mapping[str, Any]
    now: float
    longest: int = MAX_LIFETIME


def audience(claims: Claims) -> str:
    """`aud` names this service, alone or among others."""
    named = claims.values.get("aud")
    if AUDIENCE not in (named if isinstance(named, list) else [named]):
        raise TokenRefused(f"`aud` has to be “{AUDIENCE}”.")
    return AUDIENCE


def issued(claims: Claims) -> int:
    """`iat` is a moment that was."""
    moment = _moment(claims, "iat")
    if moment > claims.now + LEEWAY:
        raise TokenRefused("`iat` lies in the future.")
    return moment


def begins(claims: Claims) -> int | None:
    """`nbf`, where there is one, has come."""
    if "nbf" not in claims.values:
        return None
    moment = _moment(claims, "nbf")
    if moment > claims.now + LEEWAY:
        raise TokenRefused("`nbf` lies in the future.")
    return moment


def expires(claims: Claims) -> int:
    """`exp` has not come, and lies no further from `iat` than a token may live."""
    start, end = _moment(claims, "iat"), _moment(claims, "exp")
    if not 0 < end - start <= claims.longest:
        hours = claims.longest // 3600
        raise TokenRefused(f"A token lives {hours} hours at most: `exp` minus `iat`.")
    if end < claims.now - LEEWAY:
        raise TokenRefused("The token has expired; fetch a new one.", "token-expired")
    return end


def subject(claims: Claims) -> str:
    """`sub` as it was sent: to take two spellings for one would make one of two people."""
    return _line_as_sent(claims, "sub", MAX_SUBJECT)


def name(claims: Claims) -> str:
    """`name`, which is shown with what the person writes."""
    return _line(claims.values, "name", MAX_NAME)


def badges(claims: Claims) -> tuple[str, ...]:
    """`badges`, where there are any: a few short texts."""
    given = claims.values.get("badges", [])
    if not isinstance(given, list) or len(given) > MAX_BADGES:
        raise TokenRefused(f"`badges` has to be a list of {MAX_BADGES} texts at most.")
    return tuple(_line({"badges": badge}, "badges", MAX_BADGE) for badge in given)


def email(claims: Claims) -> str:
    """The address, empty where there is none or none that mail can be sent to: a reader whose site
    knows no better one is still a reader.
    """
    address = claims.values.get("email")
    if address is None:
        return ""
    if not isinstance(address, str):
        raise TokenRefused("`email` has to be a text.")
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= MAX_EMAIL else ""


def token_id(claims: Claims) -> str:
    """`jti`, where there is one: what the token can be revoked by, so one that can be stored, and
    of which there is no second spelling.
    """
    return _line_as_sent(claims, "jti", MAX_JTI) if "jti" in claims.values else ""


CHECKS: Mapping[str, Callable[[Claims], Any]] = {
    "aud": audience,
    "iat": issued,
    "nbf": begins,
    "exp": expires,
    "sub": subject,
    "name": name,
    "badges": badges,
    "email": email,
    "jti": token_id,
}


def _moment(claims: Claims, claim: str) -> int:
    value = claims.values.get(claim)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TokenRefused(f"`{claim}` has to be a whole number of seconds.")
    return value


def _line(values: Mapping[str, Any], claim: str, limit: int) -> str:
    value = values.get(claim)
    text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    # A name of format characters alone would be an empty line that somebody signs.
    inked = any(unicodedata.category(character)[0] in "LNPS" for character in text)
    if not inked or len(text) > limit or not _printable(text):
        raise TokenRefused(f"`{claim}` has to be a text of 1 to {limit} printable characters.")
    return text


def _line_as_sent(claims: Claims, claim: str, limit: int) -> str:
    text = _line(claims.values, claim, limit)
    if text != claims.values[claim]:
        raise TokenRefused(f"`{claim}` has to be in Unicode's NFC, without space at its ends.")
    return text


def _printable(text: str) -> bool:
    return not any(unicodedata.category(character) in _NOT_PRINTED for character in text)
