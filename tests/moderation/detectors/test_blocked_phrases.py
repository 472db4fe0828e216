"""A site's blocked phrases are found as whole words, disguised or not."""

import time
from dataclasses import replace

import pytest

from moderation.detectors.blocked_phrases import BlockedPhrases
from tests.moderation.detectors.labelled import find, marked, sites

DETECTOR = BlockedPhrases()
SITE = replace(
    sites()["antiwar"], blocked_phrases=("ass", "Buy Gold Now", "\u0433\u0430\u0434", ":(")
)


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
    site = replace(SITE, blocked_phrases=tuple(f"phrase number {n}" for n in range(3_000)))
    text = "phrase number none " * 500
    find(DETECTOR, text, site=site)
    started = time.process_time()
    find(DETECTOR, text, site=site)
    assert time.process_time() - started < 0.25
