"""Secrets at rest: sealed before they are stored, opened when they are used."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealBroken(Exception):
    """The stored secret was sealed with a key that this process does not have."""


def seal(secret: str) -> str:
    """Return the secret, encrypted and authenticated under the newest sealing key."""
    return _ring().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the secret; raises SealBroken when no sealing key fits."""
    try:
        return _ring().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken("No sealing key of this process opens the stored secret.") from error


def reseal(sealed: str) -> str:
    """Return the same secret under the newest sealing key; raises SealBroken when none fits."""
    try:
        return _ring().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken("No sealing key of this process opens the stored secret.") from error


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(_fernet_key(key)) for key in settings.SEALING_KEYS])


def _fernet_key(key: str) -> bytes:
    # The keys have at least 32 random characters, so a plain hash loses nothing.
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())
