"""Codes by RFC 6238, checked against its own table."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from moderation.staff.one_time_codes import address_of, code_at, new_key, step_of
from moderation.staff.recovery_codes import plain

KEY = base64.b32encode(b"12345678901234567890").decode()


# Appendix B, for SHA-1: of its eight digits the last six.
@pytest.mark.parametrize(
    "at, code",
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(at, code):
    assert code_at(KEY, at) == code
    assert step_of(KEY, code, at) == at // 30


@pytest.mark.parametrize("off, step", [(-60, None), (-30, 32), (0, 33), (30, 34), (60, None)])
def test_a_code_counts_for_its_own_step_and_one_beside(off, step):
    assert step_of(KEY, code_at(KEY, 1000 + off), 1000) == step


@pytest.mark.parametrize("code", ["", "28708", "2870820", "abcdef", "２８７０８２", "28708\n"])
def test_what_is_no_code_is_right_for_no_step(code):
    assert step_of(KEY, code, 59) is None


def test_every_key_is_new_and_of_160_bits():
    keys = {new_key() for _ in range(20)}
    assert len(keys) == 20
    assert {len(base64.b32decode(key)) for key in keys} == {20}


def test_the_address_is_what_apps_read():
    address = urlsplit(address_of(KEY, "rosa@desk & co"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path.endswith(":rosa%40desk%20%26%20co")
    said = parse_qs(address.query)
    assert said["secret"] == [KEY]
    assert (said["digits"], said["period"], said["algorithm"]) == (["6"], ["30"], ["SHA1"])


@pytest.mark.parametrize("typed", ["0abcd-efghj", " 0ABCD EFGHJ ", "0abcdefghj", "0abcd\tefghj"])
def test_a_code_is_the_same_however_it_is_typed(typed):
    assert plain(typed) == "0abcdefghj"
