"""The tests' own scorer keeps the contract too, except where it is told not to."""

import math

import pytest
from scorer_contract import ScorerContract

from moderation.scoring.base import ScorerUnavailable
from tests.stub_scorer import StubScorer


class TestStubScorer(ScorerContract):
    @pytest.fixture
    def scorer(self):
        return StubScorer()

    def test_its_word_must_stand_alone_in_lower_case(self, scorer):
        scores = scorer.score(["an idiot!", "idiotic", "Idiot"])
        assert [score["insult"] for score in scores] == [0.99, 0.01, 0.01]

    @pytest.mark.parametrize(
        ("command", "value"), [("INF", math.inf), ("-0.5", -0.5), ("1.5", 1.5)]
    )
    def test_it_answers_a_number_outside_the_range_on_command(self, scorer, command, value):
        assert set(scorer.score([f"STUB:{command}"])[0].values()) == {value}

    def test_it_answers_nan_on_command(self, scorer):
        assert all(math.isnan(value) for value in scorer.score(["STUB:NAN"])[0].values())

    def test_it_forgets_a_label_on_command(self, scorer):
        assert "toxicity" not in scorer.score(["STUB:NO_LABEL"])[0]

    def test_it_returns_a_short_batch_on_command(self, scorer):
        assert len(scorer.score(["fine", "STUB:BATCH_SHORT", "fine"])) == 2

    def test_it_raises_on_command(self, scorer):
        with pytest.raises(ScorerUnavailable):
            scorer.score(["STUB:RAISE"])

    @pytest.mark.parametrize("command", ["HANG", "CRASH", "OOM", "SLOW_20S"])
    def test_it_spares_the_process_of_the_tests(self, scorer, command):
        with pytest.raises(AssertionError, match="shares the tests' process"):
            scorer.score([f"STUB:{command}"])
