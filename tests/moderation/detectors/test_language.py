"""A language is named only where that is certain."""

import pytest

from moderation.detectors.language import Language, recognise
from tests.moderation.detectors.labelled import find, rows

DETECTOR = Language()
SET = rows("language.jsonl")


@pytest.mark.parametrize("row", [row for row in SET if row["foreign"]], ids=lambda row: row["text"])
def test_a_text_in_another_language_is_recognised(row):
    assert find(DETECTOR, row["text"]).value == 1.0


def test_slang_names_shouting_and_disguises_are_not_taken_for_a_language():
    held = [row["text"] for row in SET if not row["foreign"] and find(DETECTOR, row["text"]).value]
    assert len(held) <= 1  # One comment is half German, and rightly unsure.


def test_what_the_scorer_knows_is_not_unknown():
    text = "Das ist ein sehr guter Artikel, vielen Dank an die Redaktion."
    assert recognise(text) == "de"
    assert recognise(text, frozenset({"de", "en"})) == "de"


def test_a_short_text_is_in_no_language():
    assert recognise("Danke sehr!") is None


def test_what_is_quoted_does_not_count():
    assert recognise("He said \u201cIch bin ein Berliner und ich bleibe es\u201d, fine.") is None
