"""The difference between two policies, in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from policy_strategies import law, policies

from moderation.policy.changes import changes
from moderation.policy.types import Clause, Policy, Rule

HATE = Clause(
    "hateful-language",
    "Hateful language",
    "No hate.",
    "",
    (Rule("toxicity", 0.8), Rule("insult", 0.9)),
)
ILLEGAL = Clause("illegal-content", "Illegal content", "No crime.", "", (Rule("threat", 0.5),))
MANNERS = Clause("manners", "Manners", "Be kind.", "", ())
POLICY = Policy("Policy", "Welcome.", (HATE, ILLEGAL))


def with_hate(**fields):
    return replace(POLICY, clauses=(replace(HATE, **fields), ILLEGAL))


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (POLICY, []),
        (replace(POLICY, title="Rules"), ["title changed"]),
        (replace(POLICY, introduction=""), ["introduction changed"]),
        (replace(POLICY, clauses=(HATE,)), ["clause illegal-content removed"]),
        (
            replace(POLICY, clauses=(MANNERS, HATE, ILLEGAL)),
            ["clause manners added: for people alone to apply"],
        ),
        (
            replace(POLICY, clauses=(ILLEGAL,)),
            ["clause hateful-language removed"],
        ),
        (replace(POLICY, clauses=(ILLEGAL, HATE)), ["order of clauses changed"]),
        (with_hate(ground="Article 16"), ["clause hateful-language: ground changed"]),
        (with_hate(title="Hate"), ["clause hateful-language: title changed"]),
        (with_hate(wording="Hate is removed."), ["clause hateful-language: wording changed"]),
        (
            with_hate(rules=(Rule("toxicity", 0.7), Rule("insult", 0.9))),
            ["clause hateful-language: toxicity holds at 0.7; before: holds at 0.8"],
        ),
        (
            with_hate(rules=(Rule("toxicity", 0.8, 1.0), Rule("insult", 0.9))),
            [
                "clause hateful-language: toxicity holds at 0.8, rejects at 1.0;"
                " before: holds at 0.8"
            ],
        ),
        (
            with_hate(rules=(Rule("insult", 0.9), Rule("threat", 0.5))),
            [
                "clause hateful-language: rule for toxicity removed",
                "clause hateful-language: rule added: threat holds at 0.5",
            ],
        ),
        (
            with_hate(rules=tuple(reversed(HATE.rules))),
            ["clause hateful-language: order of rules changed"],
        ),
    ],
)
def test_every_change_is_a_line(after, lines):
    assert changes(POLICY, after) == lines


def test_a_new_clause_comes_with_its_rules():
    assert changes(replace(POLICY, clauses=(ILLEGAL,)), POLICY) == [
        "clause hateful-language added: toxicity holds at 0.8; insult holds at 0.9"
    ]


@law
@given(policies(), policies())
def test_there_is_a_line_exactly_if_something_changed(before, after):
    assert bool(changes(before, after)) == (before != after)
    assert changes(after, after) == []
