"""What may be stored as a comment's text, and what is refused with which code."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.body import MAX_CODE_POINTS, BodyRefused, clean_body


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "control-character"),
        ("bell \x07", "control-character"),
        ("\x1b[31mred", "control-character"),
        ("\x9b31mred", "control-character"),
        ("next line \x85 of C1", "control-character"),
        ("x \ud800 y", "lone-surrogate"),
        ("x \udc00 y", "lone-surrogate"),
        ("x\ufffe", "noncharacter"),
        ("x\ufdd0", "noncharacter"),
        ("x\U0010ffff", "noncharacter"),
        ("h" + "\u0301\u0316\u0335" * 600 + "i", "stacked-marks"),
        ("\u00e9" + "\u0316" * 8, "stacked-marks"),
        ("", "blank-body"),
        (" \n\t ", "blank-body"),
        ("\u200b\u200c\u200d\u2060\ufeff", "blank-body"),
        ("\u3164\u3164", "blank-body"),
        ("\u2800\u2800", "blank-body"),
        ("\ufe0f\ufe0f", "blank-body"),
        ("<b></b>\u200b", "blank-body"),
        ("a" * (MAX_CODE_POINTS + 1), "body-too-long"),
        ("a" * (40 * MAX_CODE_POINTS), "body-too-long"),
        # One code point that NFC makes three: the limit counts what is stored.
        ("\ufb2c" * 4_000, "body-too-long"),
    ],
)
def test_it_refuses_what_cannot_be_shown_or_stored(text, code):
    with pytest.raises(BodyRefused) as refusal:
        clean_body(text)
    assert refusal.value.code == code
    assert refusal.value.detail


@pytest.mark.parametrize("plane", range(17))
def test_the_last_two_code_points_of_every_plane_are_no_characters(plane):
    for place in (0xFFFE, 0xFFFF):
        with pytest.raises(BodyRefused) as refusal:
            clean_body(f"x{chr(plane * 0x10000 + place)}")
        assert refusal.value.code == "noncharacter"


def test_ten_thousand_code_points_are_stored_and_not_one_more():
    assert clean_body("a" * 10_000) == "a" * 10_000
    with pytest.raises(BodyRefused):
        clean_body("a" * 10_001)


def test_as_many_are_stored_when_each_of_them_came_as_four():
    whole = "\u1f82" * 10_000
    assert len(apart := unicodedata.normalize("NFD", whole)) == 40_000
    assert clean_body(apart) == whole


@pytest.mark.parametrize(
    "text",
    ["x" + "\u0316" * 8 + "y" + "\u0316" * 8, "\u0316" * 8 + "x", "a\u20e3" * 100],
)
def test_eight_marks_may_stand_on_one_letter(text):
    assert clean_body(text) == text


@pytest.mark.parametrize("text", ["x" + "\u0316" * 9, "\u0316" * 9 + "x", "x" + "\u20e3" * 9])
def test_nine_marks_may_not(text):
    with pytest.raises(BodyRefused) as refusal:
        clean_body(text)
    assert refusal.value.code == "stacked-marks"


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "!!!???...",
        "two\nlines\tand a tab",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 love it",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f Scotland",
        "\u202egnp.exe is safe",
        "he\ufeffllo",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "if (a < b && c > d) { return x[0]; }",
        "<b>bold</b>",
        "\U0001f600" * MAX_CODE_POINTS,
    ],
)
def test_it_keeps_the_authors_text_as_it_is(text):
    assert clean_body(text) == text


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028", "\u2029"])
def test_it_ends_every_line_the_same_way(line_end):
    assert clean_body(f"one{line_end}two") == "one\ntwo"


def test_it_stores_the_same_word_the_same_way():
    assert clean_body("cafe\u0301") == clean_body("caf\u00e9") == "caf\u00e9"


@given(st.text(max_size=200))
def test_what_it_accepts_it_accepts_again_unchanged(text):
    try:
        cleaned = clean_body(text)
    except BodyRefused:
        return
    assert clean_body(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
