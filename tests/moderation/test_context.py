"""Short replies read together with what they answer."""

from collections import Counter

import pytest

from moderation.context import leans_on_parent
from moderation.judge import WITH_PARENT, Judge
from tests.moderation.detectors.labelled import BAR, compact_scorer, rows, sites
from tests.stub_scorer import StubScorer

ROWS = rows("context.jsonl")


def values(judge, text, answered):
    return {f.attribute: f for f in judge.findings(text, sites()["antiwar"], answered)}


def test_of_the_labelled_replies_nearly_all_that_agree_are_held_and_hardly_another():
    judge = Judge(compact_scorer(), ())
    held, leaning = Counter(), Counter()
    for row in ROWS:
        findings = values(judge, row["text"], row["parent"]).values()
        highest = max(findings, key=lambda finding: finding.value)
        held[row["harmful"]] += highest.value >= BAR
        leaning[row["harmful"]] += highest.value >= BAR and WITH_PARENT in highest.spans
    agreeing = sum(row["harmful"] for row in ROWS)
    assert held[True] >= 0.95 * agreeing
    assert leaning[False] <= 0.02 * (len(ROWS) - agreeing)


def test_a_value_from_the_pair_says_so():
    finding = values(Judge(StubScorer(), ()), "Same for you!", "You idiot.")["insult"]
    assert (finding.value, finding.spans) == (0.99, (WITH_PARENT,))


def test_a_reply_that_is_as_bad_alone_is_judged_alone():
    finding = values(Judge(StubScorer("you"), ()), "same for you", "And you?")["insult"]
    assert (finding.value, finding.spans) == (0.99, ())


@pytest.mark.parametrize("reply", ["source?", "thanks", "that is a horrible thing to say", ""])
def test_a_harmless_reply_does_not_answer_for_what_it_answers(reply):
    finding = values(Judge(StubScorer(), ()), reply, "You idiot.")["toxicity"]
    assert (finding.value, finding.spans) == (0.01, ())


@pytest.mark.parametrize(
    "reply", ["exactly", "Same For You", "+1", "👍👍", "1 exactly", "yes, это"]
)
def test_nothing_but_agreement_leans(reply):
    assert leans_on_parent(reply.lower()) is (reply not in {"1 exactly", "yes, это"})


@pytest.mark.parametrize("reply", ["yes " * 9, "wholeheartedly " * 6, "you " * 3_000])
def test_a_longer_reply_stands_for_itself(reply):
    assert not leans_on_parent(reply)
