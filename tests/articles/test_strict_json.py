import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.strict_json import JsonRefused, read_object

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc"), inner, max_size=4),
    max_leaves=12,
)


def refusal(raw):
    with pytest.raises(JsonRefused) as refused:
        read_object(raw)
    return refused.value


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("abc"), JSON, max_size=4))
def test_every_harmless_object_is_read_as_json_reads_it(value):
    assert read_object(json.dumps(value).encode()) == value


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text('[]{}",:\\u0d81e9-.', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(raw):
    try:
        assert isinstance(read_object(raw), dict)
    except JsonRefused as refused:
        assert refused.code and refused.detail


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a":1,"a":2}', "duplicate-key"),
        (b'{"x":{"a":1,"\\u0061":2}}', "duplicate-key"),
        (b'{"a":NaN}', "not-json"),
        (b'{"a":-Infinity}', "not-json"),
        (b'{"a":1e400}', "number-out-of-range"),
        (b'{"a":9223372036854775808}', "number-out-of-range"),
        (b'{"a":-9223372036854775809}', "number-out-of-range"),
        (b'{"a":' + b"9" * 5000 + b"}", "number-out-of-range"),
        (b'{"a":"\\ud800"}', "unstorable-character"),
        (b'{"\\udfff":1}', "unstorable-character"),
        (b'{"a":["x","b\\u0000"]}', "unstorable-character"),
        (b'{"a":"b\x00"}', "not-json"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b"\xff{}", "not-utf-8"),
        (b"[]", "not-an-object"),
        (b"null", "not-an-object"),
        (b"", "not-json"),
        (b"{} {}", "not-json"),
        (b'{"a":' + b"[" * 20 + b"]" * 20 + b"}", "too-deep"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":[' + b"[]," * 50 + b"[" * 19 + b"]" * 19 + b"]}", "too-deep"),
    ],
)
def test_what_would_surprise_is_refused(raw, code):
    assert refusal(raw).code == code


def test_twenty_levels_are_read_and_brackets_beside_each_other_or_in_strings_are_no_levels():
    assert read_object(b'{"a":' + b"[" * 19 + b"]" * 19 + b"}")
    assert read_object(b'{"a":[' + b"[]," * 1000 + b"[]]}")
    assert read_object(b'{"a":' + b"[" * 19 + b"]" * 19 + b',"b":[[]]}')
    assert read_object(json.dumps({"a": "[" * 1000 + '\\"' + "{" * 1000}).encode())


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_the_largest_and_the_smallest_number_that_a_database_keeps_are_read(number):
    assert read_object(json.dumps({"a": number}).encode()) == {"a": number}


def test_the_place_of_a_bad_string_is_named():
    assert refusal(b'{"a":[{"b/c":"\\u0000"}]}').pointer == "/a/0/b~1c"


def test_both_halves_of_a_pair_make_a_character():
    assert read_object(b'{"a":"\\ud83d\\ude00"}') == {"a": "\U0001f600"}


def test_quotes_without_end_are_read_in_linear_time():
    # Each escaped quote would begin a string of its own for a pattern that backs up.
    assert refusal(b'{"a":"' + b'\\"' * 60_000).code == "not-json"
