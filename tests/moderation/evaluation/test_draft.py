"""A draft is the base's own text with other thresholds, whatever that text looks like."""

import tomllib
from dataclasses import replace

import pytest

from moderation.evaluation.draft import draft_toml
from moderation.evaluation.standard import DEFAULT_POLICY
from moderation.policy.document import policy_from_document
from moderation.policy.types import Rule

DEFAULT = DEFAULT_POLICY.read_text("utf-8")

INLINE = """
title = "Rules"
clauses = [{id = "a", title = "A", wording = "No.", rules = [
    {attribute = "toxicity", hold_at = 0.5}, {attribute = "threat", hold_at = 0.6}]}]
"""
LURE = '''
title = "Rules"
introduction = """
hold_at = 0.1
"""
[[clauses]]
id = "a"
title = "A"
wording = "No."
[[clauses.rules]]
reject_at = 0.9
hold_at = 0.5
attribute = "toxicity"
'''


def read(text):
    return policy_from_document(tomllib.loads(text))


def shifted(policy):
    """The policy with every threshold moved."""
    clauses = (
        replace(c, rules=tuple(Rule(r.attribute, 0.321, 0.987) for r in c.rules))
        for c in policy.clauses
    )
    return replace(policy, clauses=tuple(clauses))


def notes_for(policy):
    return [f"note {n}" for n in range(sum(len(clause.rules) for clause in policy.clauses))]


@pytest.mark.parametrize("base", [DEFAULT, INLINE, LURE], ids=["default", "inline", "lure"])
def test_it_reads_back_as_the_policy(base):
    policy = shifted(read(base))
    text = draft_toml(base, policy, header=["Why."], notes=notes_for(policy))
    assert text.startswith("# calibrate: Why.\n")
    assert read(text) == policy


def test_prose_and_comments_of_the_base_stay():
    policy = shifted(read(DEFAULT))
    text = draft_toml(DEFAULT, policy, header=[], notes=notes_for(policy))
    kept = [line for line in DEFAULT.splitlines() if "hold_at =" not in line]
    assert [line for line in text.splitlines() if line in kept] == kept
    assert "  # calibrate: note 0\n  hold_at = 0.321\n  reject_at = 0.987\n" in text


def test_a_threshold_that_is_gone_leaves_no_line():
    base = read(LURE)
    clause = base.clauses[0]
    policy = replace(base, clauses=(replace(clause, rules=(Rule("toxicity", 0.7),)),))
    assert read(draft_toml(LURE, policy, header=[], notes=[""])) == policy


def test_a_draft_of_a_draft_has_one_set_of_notes():
    policy = shifted(read(DEFAULT))
    once = draft_toml(DEFAULT, policy, header=["Why."], notes=notes_for(policy))
    twice = draft_toml(once, policy, header=["Why."], notes=notes_for(policy))
    assert twice == once
