"""Marks in what is held, none in what is published."""

import pytest

from moderation.judge import WITH_PARENT, Judge
from moderation.marking import marked
from moderation.policy.types import Clause, Mode, Policy, Rule
from tests.moderation.detectors.labelled import sites
from tests.stub_scorer import StubScorer

RULE = Rule(attribute="insult", hold_at=0.5, reject_at=None)
POLICY = Policy(
    title="P",
    introduction="",
    clauses=(Clause(id="a", title="A", wording="", ground="terms", rules=(RULE,)),),
)


def found(text, *, policy=POLICY, mode=Mode.MACHINE, answered=None):
    judge = Judge(StubScorer(), ())
    findings = judge.findings(text, sites()["antiwar"], answered)
    after = marked(judge, text, findings, policy, mode)
    assert [(f.attribute, f.value) for f in after] == [(f.attribute, f.value) for f in findings]
    return {f.attribute: f.spans for f in after}


@pytest.mark.parametrize("word", ["idiot", "i d i o t", "1d10t", "\u0456diot", "&#105;diot"])
def test_the_word_is_marked_as_its_author_spelled_it(word):
    text = f"What an {word} he is, this one."
    (span,) = found(text)["insult"]
    assert text[span.start : span.end].startswith(word)
    assert span.why.startswith("insult, weight ")


def test_only_what_met_a_rule_is_marked():
    assert found("You idiot.")["toxicity"] == ()


def test_what_is_published_is_not_marked():
    assert not any(found("You idiot.", mode=Mode.POST).values())
    assert not any(found("Thank you.").values())


def test_what_another_comment_said_is_marked_as_that_alone():
    assert found("same for you", answered="You idiot.")["insult"] == (WITH_PARENT,)


def test_a_policy_that_cannot_be_read_marks_nothing():
    assert not any(found("You idiot.", policy=None).values())


def test_the_same_text_gets_the_same_marks():
    assert found("You idiot, and an idiot again.") == found("You idiot, and an idiot again.")
