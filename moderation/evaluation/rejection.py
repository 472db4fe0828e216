"""What the machine may be trusted to reject: only what the rows prove, by an upper bound."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from moderation.evaluation.choice import STEPS, as_steps
from moderation.evaluation.effect import share_of
from moderation.evaluation.intervals import Share
from moderation.evaluation.judged import Flags, JudgedRows
from moderation.policy.types import Policy, Rule

# Of all attributes this one alone is proposed: threats are a matter of law, which needs a person,
# and rudeness is not worse than a person's mistake about it.
ATTRIBUTE = "identity_attack"
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Proposal:
    """`reject_at` is None where nothing is proposed; `why` says it in a sentence.

    `rejected` counts the harmless rows of the budget that any rule would reject, `upper` is the
    bound of that share; `caught` the violating rows.
    """

    reject_at: float | None
    rejected: Share
    upper: float
    caught: Share
    why: str


def upper_bound(share: Share) -> float:
    """Return the one-sided upper 95 % bound of Clopper and Pearson, exact for any count."""
    if share.count >= share.of:
        return 1.0
    return float(beta.ppf(CONFIDENCE, share.count + 1, share.of - share.count))


def rows_needed(budget: float) -> int:
    """Return how many rows without a single mistake bring the upper bound below the budget."""
    return math.floor(math.log(1 - CONFIDENCE) / math.log(1 - budget)) + 1


def propose_rejection(
    rows: JudgedRows, policy: Policy, *, harmless: Flags, budget: float
) -> Proposal:
    """Return the lowest `reject_at` of identity_attack whose bound stays below the budget.

    Other rules that reject count too. The threshold is chosen on the rows that prove it, which
    flatters it a little: a person should see it hold on other rows before publishing it.
    """
    rule = next(
        (r for clause in policy.clauses for r in clause.rules if r.attribute == ATTRIBUTE), None
    )
    others = _rejected_by_others(rows, policy)
    if rule is None:
        return _nothing(others, harmless, f"The policy has no rule for {ATTRIBUTE}.")
    if upper_bound(share_of(others, harmless)) >= budget:
        why = (
            f"Too few rows to prove it: with no mistake at all {rows_needed(budget):,} harmless "
            f"rows are needed, here are {int(harmless.sum()):,}."
        )
        return _nothing(others, harmless, why)
    return _lowest(rows, rule, others, harmless, budget)


def _lowest(
    rows: JudgedRows, rule: Rule, others: Flags, harmless: Flags, budget: float
) -> Proposal:
    steps = as_steps(rows.values_of(rule.attribute))
    lowest = math.ceil(round(rule.hold_at * STEPS, 6))
    for step in range(lowest, STEPS + 1):
        rejected = others | (steps >= step)
        bound = upper_bound(share_of(rejected, harmless))
        if bound < budget:
            break
    else:
        return _nothing(others, harmless, "Harmless rows have the highest values of all.")
    caught = share_of(rejected, rows.violating)
    if not (rows.violating & (steps >= step)).any():
        return _nothing(others, harmless, "No violating row lies above the harmless ones.")
    why = f"Proved on {int(harmless.sum()):,} harmless rows."
    return Proposal(step / STEPS, share_of(rejected, harmless), bound, caught, why)


def _rejected_by_others(rows: JudgedRows, policy: Policy) -> Flags:
    rejected = np.zeros(len(rows), dtype=np.bool_)
    for clause in policy.clauses:
        for rule in clause.rules:
            if rule.reject_at is not None and rule.attribute != ATTRIBUTE:
                rejected |= rows.values_of(rule.attribute) >= rule.reject_at
    return rejected


def _nothing(others: Flags, harmless: Flags, why: str) -> Proposal:
    rejected = share_of(others, harmless)
    return Proposal(None, rejected, upper_bound(rejected), Share(0, 0), why)
