"""What is right and wrong about a token, claim by claim and in words, for whoever builds the
sign-on of a site. The checks are those that every request's token goes through.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from articles.models import ReaderKey, Site
from discussion.tokens.claims import CHECKS, LEEWAY, Claims
from discussion.tokens.keys import check_not_revoked, check_signature, key_of
from discussion.tokens.lifetimes import longest_life
from discussion.tokens.parts import Parts, TokenRefused, read_parts

_MOMENTS = frozenset({"iat", "nbf", "exp"})
_READ = frozenset({"iss", *CHECKS})
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `name` is a claim, `token`, `key` or `signature`."""

    name: str
    right: bool
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """`subject` and `jti` are what the token can be revoked by: empty unless a key of the site
    signed it.
    """

    findings: list[Finding]
    subject: str = ""
    jti: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the service would take it now."""
        return all(finding.right for finding in self.findings)

    @property
    def wrong(self) -> list[Finding]:
        """What has to be put right."""
        return [finding for finding in self.findings if not finding.right]


def examine(token: str, site: Site) -> Report:
    """Return what every check says of the token at the site, also after the first that fails.

    Nothing of it is kept or logged. The token's claims stand in the words: they are for the staff
    of that site.
    """
    try:
        parts = read_parts(token)
    except TokenRefused as refused:
        return Report([Finding("token", False, refused.detail)])
    key, of_the_key = _key_findings(parts, site)
    signed = key is not None and all(finding.right for finding in of_the_key)
    claims = Claims(parts.claims, time.time(), longest_life(key))
    findings = [*of_the_key, _issuer(parts, site), *_claim_findings(claims)]
    if key is not None:
        findings += _revoked(key, claims)
    findings += _unread(parts)
    said = parts.claims if signed else {}
    return Report(findings, _text(said.get("sub")), _text(said.get("jti")))


def _key_findings(parts: Parts, site: Site) -> tuple[ReaderKey | None, list[Finding]]:
    """Look at the site's own keys alone, whatever site the token names."""
    here = replace(parts, claims={**parts.claims, "iss": site.slug})
    try:
        key = key_of(here)
    except TokenRefused as refused:
        return None, [Finding("key", False, refused.detail)]
    found = Finding("key", True, f"{key.kid}, {key.algorithm}, of {key.get_origin_display()}.")
    try:
        check_signature(parts, key)
    except TokenRefused as refused:
        return key, [found, Finding("signature", False, refused.detail)]
    return key, [found, Finding("signature", True, "It fits the key.")]


def _issuer(parts: Parts, site: Site) -> Finding:
    issuer = parts.claims.get("iss")
    if issuer == site.slug:
        return Finding("iss", True, f"“{issuer}”.")
    if parts.nested and issuer is None:
        return Finding("iss", True, "None; the nested form needs none.")
    said = "It is missing" if issuer is None else f"It is {issuer!r}"
    return Finding("iss", False, f"{said}, and has to be “{site.slug}”.")


def _claim_findings(claims: Claims) -> Iterator[Finding]:
    for name, check in CHECKS.items():
        given = claims.values.get(name)
        try:
            yield Finding(name, True, _said(name, check(claims), claims.now))
        except TokenRefused as refused:
            when = _moment(given, claims.now) if name in _MOMENTS else ""
            yield Finding(name, False, f"{refused.detail} {when}".strip())


def _said(name: str, value: Any, now: float) -> str:
    if name in _MOMENTS and value is not None:
        return _moment(value, now) + (_skew(value - now) if name == "iat" else "")
    if isinstance(value, tuple):
        value = ", ".join(value)
    return f"“{value}”." if value else "None."


def _moment(value: Any, now: float) -> str:
    """Return the moment and how far it is from now; empty for what is none."""
    try:
        at = datetime.fromtimestamp(value, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return ""
    distance = f"in {_span(value - now)}" if value > now else f"{_span(now - value)} ago"
    return f"{at:%-d %b %Y, %H:%M:%S} UTC, {distance}."


def _skew(ahead: float) -> str:
    if ahead <= 0:
        return ""
    return f" The clock that issued it is {_span(ahead)} ahead of this one; {LEEWAY} are allowed."


def _span(seconds: float) -> str:
    unit, size = next((u for u in _UNITS if seconds >= u[1]), _UNITS[-1])
    number = round(seconds / size)
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _revoked(key: ReaderKey, claims: Claims) -> list[Finding]:
    try:
        check_not_revoked(key, CHECKS["iat"](claims))
    except TokenRefused as refused:
        # A wrong `iat` was said already.
        revoked = refused.code == "token-revoked"
        return [Finding("revoked", False, refused.detail)] if revoked else []
    return [Finding("revoked", True, "Neither the token nor its person's.")]


def _unread(parts: Parts) -> list[Finding]:
    names = sorted(parts.claims.keys() - _READ)
    return [Finding("other claims", True, f"Not read: {', '.join(names)}.")] if names else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
