"""A site's blocked phrases are found as whole words, disguised or not."""

from dataclasses import replace

import pytest

from moderation.detectors.blocked_phrases import BlockedPhrases
from tests.growth import assert_at_most
from tests.moderation.detectors.labelled import find, marked, rows, sites

DETECTOR = BlockedPhrases()
SITE = replace(
    sites()["antiwar"], blocked_phrases=("ass", "Buy Gold Now", "\u0433\u0430\u0434", ":(")
)

LIST, *SET = rows("blocked_phrases.jsonl")
LISTED = replace(SITE, blocked_phrases=tuple(LIST["phrases"]))
# Whoever blocks "c++" or "$$$" may well mean these.
ARGUABLE = {"c++11", "$$$$", "Q: Anon?"}


@pytest.mark.parametrize("row", [row for row in SET if row["marked"]], ids=lambda row: row["text"])
def test_a_phrase_of_the_set_is_found_in_every_disguise(row):
    found = marked(find(DETECTOR, row["text"], site=LISTED), row["text"])
    assert set(found) >= set(row["marked"])


def test_words_of_the_set_that_only_resemble_a_phrase_pass():
    innocent = [row["text"] for row in SET if not row["marked"]]
    held = {text for text in innocent if find(DETECTOR, text, site=LISTED).value}
    assert held <= ARGUABLE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what an ASS!", ["ASS"]),
        ("what an a$$", ["a$$"]),
        ("buy **gold** now, friends", ["buy **gold** now"]),
        ("buy g\u043eld now", ["buy g\u043eld now"]),
        ("\u0442\u044b \u0413\u0410\u0414", ["\u0413\u0410\u0414"]),
        ("so sad :(", [":("]),
        ("the assassin's class in Scunthorpe", []),
        ("buy gold nowhere", []),
    ],
)
def test_whole_words_are_found_in_either_view(text, found):
    finding = find(DETECTOR, text, site=SITE)
    assert marked(finding, text) == found
    assert finding.value == float(bool(found))


def test_a_site_without_phrases_blocks_nothing():
    assert find(DETECTOR, "buy gold now", site=sites()["antiwar"]).value == 0.0


def test_blank_phrases_block_nothing():
    site = replace(SITE, blocked_phrases=("", "  "))
    assert find(DETECTOR, "a  b", site=site).value == 0.0


def test_thousands_of_phrases_cost_no_more_than_one():
    thousands, one = (
        replace(SITE, blocked_phrases=tuple(f"phrase number {n}" for n in range(count)))
        for count in (10_000, 1)
    )
    text = "phrase number none " * 500
    find(DETECTOR, text, site=thousands)  # The list is read once per site.
    assert_at_most(
        3.0, lambda: find(DETECTOR, text, site=thousands), lambda: find(DETECTOR, text, site=one)
    )


def test_a_sentence_that_ends_parts_the_words_of_a_phrase():
    assert find(DETECTOR, "I would buy gold. Now, silver is fine.", site=SITE).value == 0.0
