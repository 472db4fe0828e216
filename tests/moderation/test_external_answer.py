"""What a site's service may answer, and all that is no answer."""

import json

import pytest

from moderation.external.answer import AnswerRefused, findings_in
from moderation.external.patience import Patience
from moderation.policy.external import REVIEW, UNAVAILABLE, is_external, without_external
from moderation.policy.types import Clause, Policy, Rule
from moderation.scoring.base import Producer

PRODUCER = Producer("external-moderator", "1", "")


def read(said):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return {f.attribute: (f.value, [s.why for s in f.spans]) for f in findings_in(body, PRODUCER)}


def test_nothing_to_say_is_an_answer():
    assert read({}) == {REVIEW: (0.0, [])}


def test_signals_and_a_wish_for_a_person():
    said = {"signals": {"external_ads": 1, "external_mood": 0.12345678}, "review": True}
    assert read({**said, "reason": "It sells."}) == {
        REVIEW: (1.0, ["It sells."]),
        "external_ads": (1.0, []),
        "external_mood": (0.123457, []),
    }


def test_a_reason_without_a_wish_is_not_kept():
    assert read({"reason": "just so"}) == {REVIEW: (0.0, [])}


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"publish",
        b"[]",
        b'{"signals": {"external_ads": NaN}}',
        b'{"signals": {"external_ads": 1e999}}',
        b'{"signals": {"external_ads": 0.1, "external_ads": 0.9}}',
        b'{"review": false, "review": true}',
        b"\xff{}",
        {"outcome": "publish"},
        {"reviews": True},
        {"review": "no"},
        {"review": None},
        {"review": 0},
        {"review": True, "reason": 7},
        {"review": True, "reason": "two\nlines"},
        {"review": True, "reason": "x" * 301},
        {"signals": []},
        {"signals": {f"external_{n:c}{n:c}": 0 for n in range(97, 118)}},
        {"signals": {"external_ads": -0.01}},
        {"signals": {"external_ads": 1.01}},
        {"signals": {"external_ads": "0.5"}},
        {"signals": {"external_ads": True}},
        {"signals": {"external_ads": None}},
        {"signals": {"toxicity": 0}},
        {"signals": {"fault": 0}},
        {"signals": {"external_": 0}},
        {"signals": {"external_Ads": 0}},
        {"signals": {REVIEW: 0}},
        {"signals": {UNAVAILABLE: 0}},
        {"signals": {"external_" + "x" * 32: 0}},
    ],
)
def test_anything_else_is_refused_whole(said):
    with pytest.raises(AnswerRefused):
        read(said)


def test_a_name_that_is_taken_fits_the_column_of_signals():
    assert is_external("external_" + "x" * 31)
    assert len("external_" + "x" * 31) == 40


def test_a_text_that_no_service_is_asked_about_is_judged_without_its_rules():
    rules = (Rule("toxicity", 0.8), Rule("external_ads", 0.5))
    policy = Policy("P", "", (Clause("a", "A", "", "", rules), Clause("b", "B", "", "", ())))
    assert without_external(policy).clauses[0].rules == rules[:1]
    assert without_external(policy).clauses[1] == policy.clauses[1]


class TestPatience:
    def test_it_is_over_after_some_failures_running(self):
        patience = Patience(failures=2, seconds=60)
        patience.note_failure("a")
        assert not patience.is_over("a")
        patience.note_failure("a")
        assert patience.is_over("a")
        assert not patience.is_over("b")

    def test_an_answer_in_between_begins_anew(self):
        patience = Patience(failures=2, seconds=60)
        patience.note_failure("a")
        patience.note_answer("a")
        patience.note_failure("a")
        assert not patience.is_over("a")

    def test_after_the_pause_one_failure_is_enough(self):
        patience = Patience(failures=2, seconds=0)
        for _ in range(2):
            patience.note_failure("a")
        assert not patience.is_over("a")
        patience._seconds = 60
        patience._breakers.clear()
        patience.note_failure("a")
        assert patience.is_over("a")
