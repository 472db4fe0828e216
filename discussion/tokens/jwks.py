"""A set of public keys (JWKS, RFC 7517) as a site publishes it: which of it signs reader tokens."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from articles.flows.add_public_key import KeyRefused, check_public_key
from articles.strict_json import JsonRefused, read_object

MOST_KEYS = 20
# By type: the algorithm, who reads it, and the members that make it (RFC 7518, RFC 8037).
_KINDS: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    "RSA": ("RS256", RSAAlgorithm, ("e", "n")),
    "EC": ("ES256", ECAlgorithm, ("crv", "x", "y")),
    "OKP": ("EdDSA", OKPAlgorithm, ("crv", "x")),
}
_KID = re.compile(r"[!-~]{1,128}")


class KeySetRefused(ValueError):
    """That is no set of keys."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that can check signatures, as the database keeps it."""

    algorithm: str
    pem: str


@dataclass(frozen=True, slots=True)
class KeySetRead:
    """The keys by `kid`, and in words what else stood there and is not used."""

    keys: dict[str, PublicKey]
    refused: list[str]


def read_key_set(raw: bytes) -> KeySetRead:
    """Return what of the set can be used. Raises KeySetRefused where it is none."""
    try:
        entries = read_object(raw).get("keys")
    except JsonRefused as error:
        raise KeySetRefused(error.detail) from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise KeySetRefused("The answer has no list of `keys`.")
    keys: dict[str, PublicKey] = {}
    refused = [f"More than {MOST_KEYS} keys."] if len(entries) > MOST_KEYS else []
    for place, entry in enumerate(entries[:MOST_KEYS]):
        try:
            key = _public_key(entry)
            kid = _kid(entry)
            if kid in keys:
                raise KeyRefused("Its `kid` stands twice.")
            keys[kid] = key
        except KeyRefused as error:
            refused.append(f"keys[{place}]: {error.detail}")
    return KeySetRead(keys, refused)


def _public_key(entry: dict[str, Any]) -> PublicKey:
    """Return the key; the algorithm follows from its type, whatever a token will say."""
    kind = entry.get("kty")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise KeyRefused("Its type is none of RSA, EC and OKP: secrets have no place in a set.")
    algorithm, reader, members = _KINDS[kind]
    if "d" in entry:
        raise KeyRefused("It is a private key, which everybody can read there: replace it.")
    operations = entry.get("key_ops", ["verify"])
    if entry.get("use", "sig") != "sig" or operations != ["verify"]:
        raise KeyRefused("It is not for checking signatures.")
    if entry.get("alg", algorithm) != algorithm:
        raise KeyRefused(f"A key of its type is used for {algorithm}, and for nothing else.")
    if not all(isinstance(entry.get(member), str) for member in members):
        raise KeyRefused(f"It lacks one of {', '.join(members)}.")
    try:
        public = reader.from_jwk({member: entry[member] for member in (*members, "kty")})
    except (InvalidKeyError, ValueError) as error:
        raise KeyRefused("It cannot be read.") from error
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    check_public_key(algorithm, pem)
    return PublicKey(algorithm, pem.strip())


def _kid(entry: dict[str, Any]) -> str:
    """Return the key's name; one without gets its thumbprint (RFC 7638), which no token has to
    say while it is the only one.
    """
    kid = entry.get("kid")
    if kid is None:
        members = (*_KINDS[entry["kty"]][2], "kty")
        canonical = json.dumps({m: entry[m] for m in sorted(members)}, separators=(",", ":"))
        digest = hashlib.sha256(canonical.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if not isinstance(kid, str) or not _KID.fullmatch(kid):
        raise KeyRefused("Its `kid` has to be 1 to 128 visible ASCII characters.")
    return kid
