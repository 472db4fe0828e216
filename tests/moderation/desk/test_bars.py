"""Signals beside the thresholds that they are judged by."""

from articles.models import PolicyVersion
from moderation.desk.bars import bars
from moderation.models import Signal


def rule(attribute, hold_at, **more):
    return {"attribute": attribute, "hold_at": hold_at, **more}


POLICY = PolicyVersion(
    document={
        "clauses": [
            {"id": "a", "rules": [rule("toxicity", 0.8, reject_at=0.95), rule("insult", 0.7)]},
            {"id": "b", "rules": [rule("toxicity", 0.6)]},
        ]
    }
)


def bar(attribute, value):
    return bars([Signal(attribute=attribute, value=value, producer="p")], POLICY)[0]


def test_the_lowest_threshold_of_any_clause_is_the_one_that_holds():
    assert (bar("toxicity", 0.5).hold_at, bar("toxicity", 0.5).reject_at) == (0.6, 0.95)


def test_equality_counts():
    assert [bar("toxicity", v).outcome for v in (0.59, 0.6, 0.95)] == ["", "hold", "reject"]


def test_what_met_a_rule_comes_first_then_what_a_rule_asks_for():
    signals = [
        Signal(attribute=name, value=value, producer="p")
        for name, value in (("links", 0.9), ("insult", 0.1), ("toxicity", 0.7))
    ]
    assert [b.attribute for b in bars(signals, POLICY)] == ["toxicity", "insult", "links"]


def test_a_length_has_a_point_whatever_the_language():
    assert (bar("toxicity", 0.1234).width, bar("links", 1).hold_mark) == ("12.3", "")


def test_what_a_producer_says_of_the_whole_text_is_a_note():
    spans = [[0, 0, "with the comment it answers"], [4, 9, "insult, weight 2.0"]]
    (made,) = bars([Signal(attribute="insult", value=0.9, producer="p", spans=spans)], POLICY)
    assert made.note == "with the comment it answers"


def test_what_found_next_to_nothing_takes_no_place_unless_it_met_a_rule():
    strict = PolicyVersion(document={"clauses": [{"id": "a", "rules": [rule("threat", 0.02)]}]})
    (met,) = bars([Signal(attribute="threat", value=0.03, producer="p")], strict)
    assert bar("insult", 0.04).is_silent
    assert not bar("insult", 0.05).is_silent
    assert not met.is_silent
