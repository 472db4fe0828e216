"""The public half of a key that a site signs reader tokens with."""

import secrets

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import transaction

from articles import audit
from articles.errors import DomainError
from articles.models import ReaderKey, Site

# NIST SP 800-131A: shorter RSA keys are not acceptable for signatures.
SHORTEST_RSA_BITS = 2048
# Whoever checks a signature pays by the length of the key and of its exponent.
LONGEST_RSA_BITS = 8192
LONGEST_EXPONENT_BITS = 32


class KeyRefused(DomainError):
    """That key cannot verify reader tokens."""

    code = "key-refused"


def add_public_key(site: Site, *, algorithm: str, pem: str, actor: str) -> ReaderKey:
    """Store the key under a new `kid`. Raises KeyRefused when it does not fit the algorithm."""
    check_public_key(algorithm, pem)
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        key = ReaderKey.objects.create(
            site=site, kid=f"k{secrets.token_hex(4)}", algorithm=algorithm, public_key=pem.strip()
        )
        data = {"kid": key.kid, "algorithm": algorithm}
        audit.append_event(locked, site_id=site.pk, kind="reader_key.added", actor=actor, data=data)
    return key


def check_public_key(algorithm: str, pem: str) -> None:
    """Raise KeyRefused unless the PEM text is a public key that the algorithm verifies with."""
    try:
        key = load_pem_public_key(pem.strip().encode())
    except ValueError as error:
        raise KeyRefused("That is not a public key in PEM.") from error
    if isinstance(key, RSAPublicKey):
        _check_size(key)
    fits = {
        ReaderKey.Algorithm.RS256: isinstance(key, RSAPublicKey),
        ReaderKey.Algorithm.ES256: isinstance(key, EllipticCurvePublicKey)
        and isinstance(key.curve, SECP256R1),
        ReaderKey.Algorithm.EDDSA: isinstance(key, Ed25519PublicKey),
    }
    if not fits.get(ReaderKey.Algorithm(algorithm), False):
        raise KeyRefused(f"That key is not one for {algorithm}.")


def _check_size(key: RSAPublicKey) -> None:
    if not SHORTEST_RSA_BITS <= key.key_size <= LONGEST_RSA_BITS:
        raise KeyRefused(f"An RSA key has {SHORTEST_RSA_BITS} bits to {LONGEST_RSA_BITS} bits.")
    if key.public_numbers().e.bit_length() > LONGEST_EXPONENT_BITS:
        raise KeyRefused("The exponent of an RSA key is small, like 65537.")
