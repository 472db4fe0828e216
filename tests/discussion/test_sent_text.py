"""A stretch of the stored text, found again in what was sent."""

import unicodedata

import pytest

from discussion.body import clean_body
from discussion.sent_text import sent_stretches

SENT = [
    "You idiot.",
    "Line one.\r\nYou idiot.\r\rThe end.",
    "Cafe\u0301 idiot nai\u0308ve",
    "e\u0301\u0302\u0323 idiot",
    "\u1112\u1161\u11ab\u1100\u1173\u11af idiot",  # Hangul, letter by letter
    "\u09c7\u09be idiot \u0bc6\u0bbe",  # vowels of Bengali and Tamil that compose without a mark
    "\u212b idiot \u2126",  # signs that are other signs
    "\u0958 idiot",  # composed here, decomposed in NFC: it grows
    "\U0001f468\u200d\U0001f469 idiot \U0001f44d",
    "a\u0315\u0300 idiot",  # marks that change places
]


@pytest.mark.parametrize("sent", SENT)
def test_a_word_is_found_where_it_was_written(sent):
    stored = clean_body(sent)
    start = stored.index("idiot")
    ((begin, end),) = sent_stretches(sent, [(start, start + 5)])
    assert sent[begin:end] == "idiot"


@pytest.mark.parametrize("sent", SENT)
def test_each_code_point_comes_from_where_it_stood(sent):
    stored = clean_body(sent)
    every = sent_stretches(sent, [(at, at + 1) for at in range(len(stored))])
    assert every == sorted(every)
    assert (every[0][0], every[-1][1]) == (0, len(sent))
    for (begin, end), character in zip(every, stored, strict=True):
        piece = sent[begin:end].replace("\r\n", "\n").replace("\r", "\n")
        assert character in unicodedata.normalize("NFC", piece)


@pytest.mark.parametrize("sent", SENT)
def test_what_is_sent_is_what_is_stored_piece_by_piece(sent):
    """The whole of it, and nothing twice."""
    stored = clean_body(sent)
    assert sent_stretches(sent, [(0, len(stored))]) == [(0, len(sent))]


def test_it_is_linear_in_the_text():
    text = clean_body("e\u0301" * 10_000)
    assert sent_stretches("e\u0301" * 10_000, [(9_999, len(text))]) == [(19_998, 20_000)]
