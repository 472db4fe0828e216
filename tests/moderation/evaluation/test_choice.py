"""The choice of thresholds: the budget holds for anything, and a small case by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as from_numpy

from moderation.evaluation.choice import Point, TunableRule, as_steps, choose


def rule(steps, violating, base=900):
    return TunableRule(np.array(steps), np.array(violating, dtype=bool), base)


def flags(*values):
    return np.array(values, dtype=bool)


def stopped_by(rules, thresholds):
    return np.any([r.steps >= t for r, t in zip(rules, thresholds, strict=True)], axis=0)


# Rows 0 to 3 violate, rows 4 and 5 are harmless.
VIOLATING = (1, 1, 1, 1, 0, 0)
HARMLESS = flags(0, 0, 0, 0, 1, 1)
NOTHING = flags(0, 0, 0, 0, 0, 0)
ANGER = rule([900, 800, 300, 100, 400, 200], VIOLATING)
SWEARING = rule([0, 0, 700, 0, 600, 0], VIOLATING)


def test_without_a_budget_only_free_violations_are_caught():
    choice = choose([ANGER, SWEARING], harmless=HARMLESS, stopped=NOTHING, budget=0)
    assert choice.thresholds == (800, 700)
    assert choice.path[-1] == Point(1, 700, held=0, caught=3)


def test_a_budget_is_spent_where_it_catches_something():
    # At 100 the first rule catches the last violation and holds both harmless rows.
    choice = choose([ANGER, SWEARING], harmless=HARMLESS, stopped=NOTHING, budget=2)
    assert choice.thresholds == (100, 700)
    assert (choice.path[-1].held, choice.path[-1].caught) == (2, 4)


def test_a_budget_that_buys_nothing_is_kept():
    choice = choose([ANGER, SWEARING], harmless=HARMLESS, stopped=NOTHING, budget=1)
    assert choice.thresholds == (800, 700)


def test_the_better_exchange_goes_first():
    # For one harmless row each, the first rule catches two violations, the second one.
    violating = (1, 1, 1, 0, 0)
    harmless = flags(0, 0, 0, 1, 1)
    two, one = rule([500, 500, 0, 600, 0], violating), rule([0, 0, 500, 0, 600], violating)
    nothing = np.zeros(5, dtype=bool)
    choice = choose([one, two], harmless=harmless, stopped=nothing, budget=1)
    assert choice.path[1:] == (Point(1, 500, held=1, caught=2),)


def test_what_is_stopped_anyway_is_paid_for_and_caught_already():
    stopped = flags(1, 0, 0, 0, 1, 0)
    choice = choose([ANGER], harmless=HARMLESS, stopped=stopped, budget=1)
    assert choice.path[0] == Point(None, 1000, held=1, caught=1)
    # The harmless row with 400 is held already, so 300 costs nothing more; 100 would.
    assert choice.thresholds == (300,)


def test_a_budget_that_is_spent_before_anything_is_chosen_is_refused():
    with pytest.raises(ValueError, match="held already"):
        choose([ANGER], harmless=HARMLESS, stopped=flags(0, 0, 0, 0, 1, 1), budget=1)


def test_a_rule_is_not_lowered_for_violations_of_another_clause():
    threats = rule([900, 0, 0, 0, 0, 0], (0, 1, 0, 0, 0, 0), base=1000)
    choice = choose([threats], harmless=HARMLESS, stopped=NOTHING, budget=2)
    assert choice.path == (Point(None, 1000, 0, 0),)


def test_a_rule_with_nothing_to_catch_goes_to_its_base_where_that_is_free():
    idle = (0, 0, 0, 0, 0, 0)
    free = rule([0, 0, 0, 0, 300, 200], idle, base=600)
    costly = rule([0, 0, 0, 0, 700, 200], idle, base=600)
    choice = choose([free, costly], harmless=HARMLESS, stopped=NOTHING, budget=2)
    assert choice.thresholds == (600, 701)


def test_values_become_thousandths_without_a_rounding_error():
    values = np.array([0.0, 0.0009, 0.001, 0.29, 0.57, 0.999999, 1.0, np.nan])
    assert as_steps(values).tolist() == [0, 0, 1, 290, 570, 999, 1000, -1]


@settings(deadline=None)
@given(millionths=st.integers(0, 1_000_000), step=st.integers(1, 1000))
def test_a_step_meets_a_threshold_exactly_if_the_value_does(millionths, step):
    value = round(millionths / 1_000_000, 6)
    assert (as_steps(np.array([value]))[0] >= step) == (value >= step / 1000)


@st.composite
def cases(draw):
    rows = draw(st.integers(1, 25))

    def of(elements, dtype):
        return draw(from_numpy.arrays(dtype, rows, elements=elements))

    rules = [
        TunableRule(
            of(st.integers(-1, 20).map(lambda k: k * 50 if k >= 0 else -1), np.int64),
            of(st.booleans(), bool),
            draw(st.integers(1, 1000)),
        )
        for _ in range(draw(st.integers(1, 4)))
    ]
    return rules, of(st.booleans(), bool), of(st.sampled_from([False, False, True]), bool)


@settings(deadline=None)
@given(case=cases(), budget=st.integers(0, 25))
def test_the_budget_is_never_exceeded(case, budget):
    rules, harmless, stopped = case
    try:
        choice = choose(rules, harmless=harmless, stopped=stopped, budget=budget)
    except ValueError:
        anyway = stopped | stopped_by(rules, [1000] * len(rules))
        assert (harmless & anyway).sum() > budget
        return
    held = harmless & (stopped | stopped_by(rules, choice.thresholds))
    assert held.sum() <= budget
    assert all(1 <= threshold <= 1000 for threshold in choice.thresholds)
    assert [p.held for p in choice.path] == sorted(p.held for p in choice.path)
    assert [p.caught for p in choice.path] == sorted(p.caught for p in choice.path)
    assert choose(rules, harmless=harmless, stopped=stopped, budget=budget) == choice


@settings(deadline=None)
@given(case=cases(), budget=st.integers(0, 25))
def test_no_single_step_that_is_left_would_catch_more_within_the_budget(case, budget):
    rules, harmless, stopped = case
    anyway = stopped | stopped_by(rules, [1000] * len(rules))
    budget += int((harmless & anyway).sum())
    last = choose(rules, harmless=harmless, stopped=stopped, budget=budget).path[-1]
    again = choose(rules, harmless=harmless, stopped=stopped, budget=budget + len(harmless))
    # With a budget for everything whatever a rule can meet is caught.
    reachable = np.any([r.violating & ((r.steps >= 1) | stopped) for r in rules], axis=0)
    assert last.caught <= again.path[-1].caught == reachable.sum()
