"""Which keys of a published set sign reader tokens; whatever else stands there is left out."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from discussion.tokens.jwks import MOST_KEYS, KeySetRefused, read_key_set

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()


def rsa_jwk(key=RSA, **more):
    return {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "key_ops": ["verify"], **more}


def ec_jwk(key=EC, **more):
    return {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), **more}


def ed_jwk(key=ED, **more):
    return {**OKPAlgorithm.to_jwk(key.public_key(), as_dict=True), **more}


def read(*entries):
    return read_key_set(json.dumps({"keys": entries}).encode())


def number(value):
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_the_three_kinds_are_taken_each_with_its_one_algorithm():
    found = read(rsa_jwk(kid="r"), ec_jwk(kid="e", use="sig"), ed_jwk(kid="o", alg="EdDSA"))
    assert {kid: key.algorithm for kid, key in found.keys.items()} == {
        "r": "RS256",
        "e": "ES256",
        "o": "EdDSA",
    }
    assert found.refused == []
    assert all(key.pem.startswith("-----BEGIN PUBLIC KEY-----") for key in found.keys.values())


def test_a_key_without_a_name_gets_its_thumbprint():
    # RFC 7638, 3.1.
    known = {
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6"
        "tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YG"
        "jQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bF"
        "TWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
    }
    assert list(read(known).keys) == ["NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"kty": "oct", "k": "c2VjcmV0", "alg": "HS256"}, "secrets have no place"),
        ({"kty": ["RSA"]}, "secrets have no place"),
        (rsa_jwk(alg="HS256"), "RS256"),
        (rsa_jwk(alg="RS512"), "RS256"),
        (rsa_jwk(alg="none"), "RS256"),
        (rsa_jwk(use="enc"), "not for checking"),
        (rsa_jwk(key_ops=["sign"]), "not for checking"),
        (RSAAlgorithm.to_jwk(RSA, as_dict=True), "private key"),
        (ec_jwk(d="AQAB"), "private key"),
        (rsa_jwk(rsa.generate_private_key(65537, 1024)), "2048 bits"),
        (rsa_jwk(n=number(2**9000 + 1)), "8192 bits"),
        (rsa_jwk(e=number(2**40 + 1)), "exponent"),
        (rsa_jwk(e=number(1)), "cannot be read"),
        (rsa_jwk(n=17), "lacks"),
        ({"kty": "RSA", "e": "AQAB"}, "lacks"),
        (ec_jwk(ec.generate_private_key(ec.SECP384R1())), "not one for ES256"),
        (ec_jwk(x="AA"), "cannot be read"),
        (ec_jwk(y=ec_jwk()["x"]), "cannot be read"),
        (ed_jwk(crv="Ed448"), "cannot be read"),
        (ed_jwk(x="AA"), "cannot be read"),
        (ed_jwk(x="\u0663" * 43), "cannot be read"),
        (ed_jwk(kid=""), "`kid`"),
        (ed_jwk(kid="a b"), "`kid`"),
        (ed_jwk(kid=7), "`kid`"),
        (ed_jwk(kid="x" * 129), "`kid`"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_taken(entry, why):
    found = read(entry, ed_jwk(kid="good"))
    assert list(found.keys) == ["good"]
    (words,) = found.refused
    assert words.startswith("keys[0]: ")
    assert why in words


def test_of_two_keys_of_one_name_the_first_counts():
    found = read(ed_jwk(kid="a"), ec_jwk(kid="a"))
    assert found.keys["a"].algorithm == "EdDSA"
    assert "twice" in found.refused[0]


def test_of_a_long_list_the_beginning_is_read():
    found = read(*(ed_jwk(kid=f"k{place}") for place in range(MOST_KEYS + 1)))
    assert len(found.keys) == MOST_KEYS
    assert found.refused == ["More than 20 keys."]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"keys": {}}',
        b'{"keys": [1]}',
        b'{"keys": [], "keys": []}',
        b'{"keys": ' + b"[" * 100 + b"]" * 100 + b"}",
        b"\xff\xfe",
    ],
)
def test_what_is_no_set(raw):
    with pytest.raises(KeySetRefused):
        read_key_set(raw)


def test_an_empty_set_is_one():
    assert read_key_set(b'{"keys": []}').keys == {}
