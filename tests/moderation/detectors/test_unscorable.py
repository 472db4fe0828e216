"""A text that the scorer cannot have read is not left to its number."""

import pytest

from moderation.detectors.unscorable import Unscorable
from tests.moderation.detectors.labelled import compact_scorer, find, marked

DETECTOR = Unscorable()


@pytest.mark.parametrize(
    "text",
    [
        "you are an " + "x" * 150 + "idiot",
        "\u16a0\u16a2\u16a6 " * 30,
        "\u5b57" * 50,
        "you are \u16a0\u16a2\u16a6 \u16a6\u16a2\u16a0 \u16a0\u16a0\u16a6 \u16a6\u16a6\u16a2 fine",
    ],
)
def test_what_the_scorer_cannot_read_is_found(text):
    assert find(DETECTOR, text, scorer=compact_scorer()).value == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for this report \U0001f600\U0001f600",
        "\U0001f44d" * 20,
        "Donaudampfschifffahrtsgesellschaftskapit\u00e4n",
        "ok \u4e2d\u6587",
        "\uff54\uff48\uff49\uff53 \uff49\uff53 \uff46\uff49\uff4e\uff45 \uff42\uff59 \uff4d\uff45",
    ],
)
def test_what_it_can_read_passes(text):
    assert find(DETECTOR, text, scorer=compact_scorer()).value == 0.0


def test_a_giant_word_is_marked():
    giant = "x" * 150
    text = f"see {giant} there"
    assert marked(find(DETECTOR, text), text) == [giant]
