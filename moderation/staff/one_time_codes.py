"""Codes that an app computes from a shared key and the time (RFC 6238)."""

import base64
import secrets
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

# What every app understands. SHA-1 is broken for signatures; as HMAC for codes it is not.
DIGITS = 6
STEP_SECONDS = 30
KEY_BYTES = 20
# A clock may be one step off, to either side.
DRIFT = (-1, 0, 1)


def new_key() -> str:
    """Return a random key of 160 bits, as apps take it: base32, 32 characters."""
    return base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode()


def code_at(key: str, at: float) -> str:
    """Return the six digits that the app shows at that moment (seconds since 1970)."""
    return _totp(key).generate(int(at)).decode()


def step_of(key: str, code: str, at: float) -> int | None:
    """Return for which step the code is right: that of `at` or a neighbour, None for no step.

    The youngest counts. Every step is computed and compared in constant time, whatever matches.
    """
    now = int(at) // STEP_SECONDS
    right = [now + drift for drift in DRIFT if _is_right(key, code, now + drift)]
    return max(right, default=None)


def address_of(key: str, username: str) -> str:
    """Return the `otpauth:` address that a QR code carries."""
    host = urlsplit(settings.PUBLIC_URL).hostname
    return _totp(key).get_provisioning_uri(username, f"Discussion {host}")


def _is_right(key: str, code: str, step: int) -> bool:
    try:
        _totp(key).verify(code.encode(), step * STEP_SECONDS)
    except InvalidToken:
        return False
    return True


def _totp(key: str) -> TOTP:
    return TOTP(base64.b32decode(key), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303
