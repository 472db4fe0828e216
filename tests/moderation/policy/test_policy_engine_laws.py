"""What holds for every policy and all signals, not only for those in the tables."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive_engine import naive_verdict
from policy_strategies import (
    SAFEGUARDS,
    SCORES,
    STRICTNESS,
    all_floats,
    any_signals,
    complete_signals,
    faults,
    law,
    law_of_everything,
    law_of_one_attribute,
    policies,
    valid_values,
)

from moderation.policy.engine import REASONS, TRUSTED_REPORTS, decide
from moderation.policy.types import Mode, Outcome, Policy, Signal, Verdict

modes = st.sampled_from(Mode)
seeds = st.integers(0, 2**32)


def strictness(verdict):
    return STRICTNESS[verdict.outcome]


def shuffled(items, seed):
    return random.Random(seed).sample(list(items), len(items))


def with_clauses(policy, clauses):
    return Policy(policy.title, policy.introduction, tuple(clauses))


@law_of_everything
@given(policies(), any_signals | complete_signals(), modes)
def test_it_agrees_with_an_engine_written_another_way(policy, signals, mode):
    assert decide(policy, signals, mode) == naive_verdict(policy, signals, mode)


@law
@given(policies(), any_signals, modes)
def test_it_answers_for_all_floats_there_are(policy, signals, mode):
    verdict = decide(policy, signals, mode)
    assert isinstance(verdict, Verdict)
    assert list(verdict.reasons) == [reason for reason in REASONS if reason in verdict.reasons]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("attribute", (*SCORES, *SAFEGUARDS, "unheard_of"))
@law_of_one_attribute
@given(policies(min_rules=1), complete_signals(), valid_values, valid_values)
def test_raising_a_signal_never_softens_the_outcome(
    attribute, mode, policy, signals, value, other_value
):
    lower, higher = sorted((value, other_value))
    others = [signal for signal in signals if signal.attribute != attribute]
    before = decide(policy, [*others, Signal(attribute, lower)], mode)
    after = decide(policy, [*others, Signal(attribute, higher)], mode)
    assert strictness(after) >= strictness(before)
    assert set(after.clauses) >= set(before.clauses)
    assert set(after.reasons) >= set(before.reasons)


@law
@given(policies(), complete_signals(), st.sampled_from((*SCORES, *SAFEGUARDS)), valid_values, modes)
def test_one_more_signal_never_softens_the_outcome(policy, signals, attribute, value, mode):
    more = [*signals, Signal(attribute, value)]
    assert strictness(decide(policy, more, mode)) >= strictness(decide(policy, signals, mode))


@law
@given(policies(), any_signals, modes, seeds)
def test_the_order_of_signals_does_not_matter(policy, signals, mode, seed):
    assert decide(policy, shuffled(signals, seed), mode) == decide(policy, signals, mode)


@law
@given(policies(), any_signals | complete_signals(), modes, seeds)
def test_the_order_of_clauses_changes_the_order_of_clauses_only(policy, signals, mode, seed):
    verdict = decide(policy, signals, mode)
    other = decide(with_clauses(policy, shuffled(policy.clauses, seed)), signals, mode)
    assert (other.outcome, other.reasons, other.needs_person) == (
        verdict.outcome,
        verdict.reasons,
        verdict.needs_person,
    )
    assert sorted(other.clauses) == sorted(verdict.clauses)


@law
@given(policies(min_rules=1), complete_signals(), modes)
def test_a_policy_is_as_strict_as_its_strictest_clause(policy, signals, mode):
    # Each clause alone needs fewer scores than the policy; all are there, so no fault hides it.
    alone = [decide(with_clauses(policy, [clause]), signals, mode) for clause in policy.clauses]
    assert strictness(decide(policy, signals, mode)) == max(map(strictness, alone))


@law
@given(
    policies(), any_signals, st.sampled_from((*SCORES, *SAFEGUARDS, "unheard_of")), faults, modes
)
def test_a_fault_holds_whatever_else_there_is(policy, signals, attribute, fault, mode):
    verdict = decide(policy, [*signals, Signal(attribute, fault)], mode)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.reasons[0] == "not-scored"
    assert verdict.needs_person


@law
@given(policies(min_rules=1), complete_signals(), modes, st.data())
def test_a_missing_score_that_a_rule_needs_is_never_published(policy, signals, mode, data):
    ruled = {rule.attribute for clause in policy.clauses for rule in clause.rules}
    needed = sorted(ruled - {TRUSTED_REPORTS})  # where nobody reported, nothing is missing
    missing = data.draw(st.sampled_from([*needed, "toxicity"]))
    verdict = decide(policy, [s for s in signals if s.attribute != missing], mode)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.reasons[0] == "not-scored"


@law
@given(policies(), any_signals | complete_signals(), modes)
def test_it_rejects_only_under_a_rule_that_says_so(policy, signals, mode):
    if decide(policy, signals, mode).outcome is Outcome.REJECT:
        assert any(
            rule.reject_at is not None and signal.value >= rule.reject_at
            for clause in policy.clauses
            for rule in clause.rules
            for signal in signals
            if signal.attribute == rule.attribute
        )


@law
@given(policies(), any_signals | complete_signals())
def test_modes_are_ordered_by_strictness(policy, signals):
    post, machine, pre = (decide(policy, signals, m) for m in (Mode.POST, Mode.MACHINE, Mode.PRE))
    assert strictness(post) <= strictness(machine) <= strictness(pre)
    assert pre.outcome is not Outcome.PUBLISH
    assert "pre-moderation" in pre.reasons


@law
@given(policies(), any_signals | complete_signals(), modes)
def test_a_publication_was_scored_and_nothing_but_a_clause_stood_against_it(policy, signals, mode):
    verdict = decide(policy, signals, mode)
    if verdict.outcome is Outcome.PUBLISH:
        assert not verdict.reasons
        assert any(s.attribute == "toxicity" and 0 <= s.value <= 1 for s in signals)
        assert not verdict.clauses or mode is Mode.POST
        assert verdict.needs_person == (mode is Mode.POST)


@law
@given(policies(), st.lists(all_floats, min_size=1, max_size=3), modes)
def test_the_same_input_gives_the_same_verdict(policy, values, mode):
    signals = [Signal("toxicity", value) for value in values]
    assert decide(policy, iter(signals), mode) == decide(policy, tuple(signals), mode)
