"""What holds for every detector: always an answer, in bounds, in time, with a producer."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.detectors.base import Material, make_producer
from moderation.detectors.in_use import DETECTORS
from moderation.text import views
from tests.growth import assert_linear, repeated
from tests.moderation.detectors.labelled import sites
from tests.stub_scorer import StubScorer

SITE = replace(sites()["antiwar"], blocked_phrases=("blocked words",))
PIECES = [
    "Antiwar.com ", "is ", "scum", ". ", "you ", "https://", "xn--", "a@b.de ", "+49 151 ", "(",
    "blocked words", "\u202e", "\ud800", "4111 1111 ", "\n", "12 Oak Street ", "[::1]",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=15).map("".join)
)
SLOW_UNITS = [
    "a@", "1 ", "12 a ", "+1", "at ", "http://", "you ", "this ", "scum ", "who ", "a, ", "the 'a",
]  # fmt: skip


@settings(deadline=None)  # the first text builds what later ones find ready
@given(ANY_TEXT)
def test_every_detector_always_gives_each_of_its_attributes_once(text):
    material = Material(views(text), SITE, StubScorer())
    for detector in DETECTORS:
        found = detector.detect(material)
        assert [finding.attribute for finding in found] == list(detector.attributes)
        for finding in found:
            assert 0.0 <= finding.value <= 1.0
            assert finding.producer == detector.producer
            # A span without length marks nothing: it says something of the whole text.
            assert all(0 <= span.start <= span.end <= len(text) for span in finding.spans)


def test_no_two_detectors_produce_the_same_attribute():
    counted = Counter(attribute for detector in DETECTORS for attribute in detector.attributes)
    assert counted == Counter(
        {
            "attack_on_publication": 1,
            "threat": 1,
            "incitement": 1,
            "personal_data": 1,
            "illegal_trade": 1,
            "links": 1,
            "blocked_phrase": 1,
            "unknown_language": 1,
            "unscorable": 1,
        }
    )


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: detector.producer.name)
@pytest.mark.parametrize("unit", SLOW_UNITS)
def test_no_text_takes_longer_than_its_length_explains(detector, unit):
    def detect(text):
        return detector.detect(Material(views(text), SITE, StubScorer()))

    assert_linear(detect, repeated(unit), 10_000)


def test_an_empty_text_has_nothing_to_find():
    material = Material(views(""), SITE, StubScorer())
    found = [finding for detector in DETECTORS for finding in detector.detect(material)]
    assert [(finding.attribute, finding.value) for finding in found] == [
        (attribute, 0.0) for detector in DETECTORS for attribute in detector.attributes
    ]


def test_changed_data_is_another_producer(tmp_path):
    words = tmp_path / "words.txt"
    words.write_text("rag")
    before = make_producer("words", "1", words)
    words.write_text("shill")
    assert make_producer("words", "1", words) != before
