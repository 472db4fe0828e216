"""A language is named only where that is certain."""

import unicodedata
from functools import cache

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from moderation.detectors.language import CANDIDATES, Language, language_of, name_of, recognise
from moderation.detectors.language_model import language_model
from tests.moderation.detectors.labelled import find, marked, rows

DETECTOR = Language()
SET = rows("language.jsonl")
HARD = rows("language_hard.jsonl")
# English names outweigh the Spanish words between them.
MISSED = {"Elon Musk y Mark Zuckerberg quieren controlar Twitter, Facebook y todo Silicon Valley."}


def said_of(text):
    return language_of([(s.start, s.end, s.why) for s in find(DETECTOR, text).spans])


def test_mixed_and_romanised_texts_of_the_set_are_held_and_no_other():
    held = {row["text"] for row in HARD if find(DETECTOR, row["text"]).value}
    assert held ^ {row["text"] for row in HARD if row["foreign"]} == MISSED


def test_a_text_between_known_and_unknown_is_never_called_foreign():
    wrong = [r for r in HARD if r["language"] in {"en", "unknown"} and not r["foreign"]]
    assert {said_of(row["text"]) for row in wrong} == {"en", "unknown"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister has not answered a single question about it.", "en"),
        ("Der Autor hat leider keine Ahnung, wovon er spricht.", "de"),
        ("lol", "unknown"),
        ("\U0001f600\U0001f44d", "unknown"),
        ("putin nachal etu voynu i on dolzhen otvetit za nee pered sudom", "ru-Latn"),
    ],
)
def test_the_language_is_said_with_every_text(text, language):
    assert said_of(text) == language


def test_nothing_stored_says_unknown():
    assert language_of([]) == language_of([[0, 5, "in German"]]) == "unknown"


def test_a_foreign_passage_is_marked_and_named():
    passage = "Les gens comme vous devraient avoir honte de publier de telles choses, vraiment."
    text = f"Great piece, well done. {passage} Thanks for reading!"
    finding = find(DETECTOR, text)
    assert (finding.value, marked(finding, text)) == (1.0, ["", passage])
    assert finding.spans[1].why == "in French"


def test_a_long_quotation_cannot_hide_a_foreign_text():
    said = "Vous êtes tous des incapables et des vendus, le peuple vous jugera un jour."
    assert find(DETECTOR, f"«{said}»").value == 1.0


def test_names_of_languages_are_words():
    assert name_of("de") == "German"
    assert name_of("hi-Latn") == "Hindi in Latin letters"
    assert [code for code in CANDIDATES if name_of(code) == code] == []


@cache
def original():
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(CANDIDATES))
    return identifier


@pytest.mark.parametrize("row", HARD[::5], ids=lambda row: row["text"])
def test_the_packed_model_says_what_the_original_says(row):
    text = unicodedata.normalize("NFC", row["text"].lower())
    packed = language_model().probabilities(text)
    for code, share in original().rank(text):
        assert packed.get(code, 1 / len(CANDIDATES)) == pytest.approx(share, abs=0.02)


def test_no_text_at_all_is_in_no_language():
    assert language_model().probabilities("") == {}
    assert recognise("") is None


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
