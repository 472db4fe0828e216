"""Tokens that no honest site would sign, made as a case describes them."""

import base64
import functools
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from tests.attacks.cases import NotJudged

_OFFSET = re.compile(r"[+-]?\d+")
_TIMES = {"exp", "iat", "nbf"}
_HASHES = {"HS384": hashlib.sha384, "HS512": hashlib.sha512}
PUBLIC_KEY_FORMATS = {
    "rs256_public_pem_as_hmac": PublicFormat.SubjectPublicKeyInfo,
    "rs256_public_pkcs1_as_hmac": PublicFormat.PKCS1,
}


def good_claims(**changes: Any) -> dict[str, Any]:
    """Return what the site `site-a` says of its reader u1."""
    now = int(time.time())
    good = {"iss": "site-a", "aud": "comments", "sub": "u1", "name": "Ada"}
    return {**good, "iat": now, "exp": now + 600, **changes}


def tokens_of(described: Mapping[str, Any], secrets: Mapping[str, str]) -> list[str]:
    """Return the token of a case, in each way that it can be read; `secrets` by a key's name."""
    header, claims, key = _header(described), _claims(described), described["key"]
    signing = f"{_base64url(header.encode())}.{_base64url(claims.encode())}"
    algorithm = str(described["header"].get("alg"))
    signatures = [_signature(signing.encode(), algorithm, key, secrets)]
    if key == "empty":
        # An empty key, and no signature at all.
        signatures.append(b"")
    found = [f"{signing}.{_base64url(signature)}" for signature in signatures]
    return [_mutated(token, described.get("mutate")) for token in found]


def signed(header: str, claims: str, secret: str) -> str:
    """Sign any text as a token, also what a library would refuse to write."""
    signing = ".".join(_base64url(part.encode()) for part in (header, claims))
    return f"{signing}.{_base64url(_hmac(signing.encode(), 'HS256', secret.encode()))}"


@functools.cache
def rsa_key(owner: str) -> rsa.RSAPrivateKey:
    """Return the one key of an owner (a site, an attacker): making one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_text(owner: str, form: PublicFormat = PublicFormat.SubjectPublicKeyInfo) -> str:
    return rsa_key(owner).public_key().public_bytes(Encoding.PEM, form).decode()


def _header(described: Mapping[str, Any]) -> str:
    header = dict(described["header"])
    if header.get("jwk") == "ATTACKER PUBLIC KEY":
        header["jwk"] = json.loads(RSAAlgorithm.to_jwk(rsa_key("attacker").public_key()))
    raw = json.dumps(header)
    if words := described.get("header_gen"):
        nested = re.fullmatch(r"(\d+) nested arrays", words)
        if not nested:
            raise NotJudged(f"no header for: {words}")
        raw = f'{raw[:-1]},"x":{"[" * int(nested[1])}{"]" * int(nested[1])}}}'
    return raw


def _claims(described: Mapping[str, Any]) -> str:
    """Return the claims as JSON; what every token of ours needs is added where it is not named."""
    if raw := described.get("claims_raw"):
        timed = re.sub(r'"(exp|iat|nbf)":"([+-]?\d+)"', _timed_text, raw)
        missing = [n for n in ("name", "iat") if f'"{n}"' not in raw]
        added = {name: good_claims()[name] for name in missing}
        return f"{timed.rstrip()[:-1]},{json.dumps(added)[1:]}" if added else timed
    if words := described.get("claims_gen"):
        return json.dumps(good_claims(**_grown(words)))
    claims = {"name": "Ada", **described["claims"]}
    return json.dumps({name: _timed(name, value) for name, value in claims.items()})


def _grown(words: str) -> dict[str, str]:
    if long := re.fullmatch(r"(\w+) of (\d+) characters", words):
        return {long[1]: "x" * int(long[2])}
    if padded := re.fullmatch(r"(\d+) (K|M)iB of padding", words):
        return {"padding": "x" * (int(padded[1]) << {"K": 10, "M": 20}[padded[2]])}
    raise NotJudged(f"no claims for: {words}")


def _timed(name: str, value: Any) -> Any:
    is_offset = name in _TIMES and isinstance(value, str) and _OFFSET.fullmatch(value)
    return int(time.time()) + int(value) if is_offset else value


def _timed_text(found: re.Match[str]) -> str:
    return f'"{found[1]}":{_timed(found[1], found[2])}'


def _signature(signing: bytes, algorithm: str, key: str, secrets: Mapping[str, str]) -> bytes:
    match key:
        case "none":
            return b""
        case "empty":
            return _hmac(signing, algorithm, b"")
        case "attacker_rsa":
            return rsa_key("attacker").sign(signing, padding.PKCS1v15(), SHA256())
        case "attacker_ed25519":
            return ed25519.Ed25519PrivateKey.generate().sign(signing)
    if form := PUBLIC_KEY_FORMATS.get(key):
        return _hmac(signing, algorithm, public_text("site", form).encode())
    literal = key.removeprefix("literal:")
    if literal == key and key not in secrets:
        raise NotJudged(f"no key of the name: {key}")
    return _hmac(signing, algorithm, secrets.get(key, literal).encode())


def _hmac(signing: bytes, algorithm: str, secret: bytes) -> bytes:
    return hmac.digest(secret, signing, _HASHES.get(algorithm, hashlib.sha256))


def _mutated(token: str, how: str | None) -> str:
    """Return the token changed as `mutate` says, in words."""
    match how:
        case None:
            return token
        case "trailing newline":
            return f"{token}\n"
        case "padding":
            return f"{token}=="
        case "flip a bit of the signature" | "bit flip":
            return f"{token[:-5]}{'A' if token[-5] != 'A' else 'B'}{token[-4:]}"
    raise NotJudged(f"no change of a token for: {how}")


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
