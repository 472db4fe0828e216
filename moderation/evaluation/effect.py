"""What a policy does to judged rows, whatever policy they were judged under."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from moderation.evaluation.intervals import Share
from moderation.evaluation.judged import Flags, JudgedRows
from moderation.policy.types import Policy, Rule


@dataclass(frozen=True, slots=True)
class Effect:
    """What a policy does to the rows.

    `held` are the harmless rows that the budget counts on, `harmless` all harmless ones, `caught`
    the violating ones: how many of each are stopped, by whatever it is.
    """

    held: Share
    harmless: Share
    caught: Share


def effect(rows: JudgedRows, policy: Policy, harmless: Flags) -> Effect:
    """Return what the policy would do to the rows, by their values."""
    every_rule = [rule for clause in policy.clauses for rule in clause.rules]
    stopped = stopped_by(rows, every_rule)
    return Effect(*(share_of(stopped, of) for of in (harmless, rows.harmless, rows.violating)))


def stopped_by(rows: JudgedRows, rules: Collection[Rule]) -> Flags:
    """Return which rows the rules stop, or a reason that is no rule (an unknown language)."""
    stopped = np.zeros(len(rows), dtype=np.bool_)
    for part in rows.reasons.values():
        stopped |= part
    for rule in rules:
        stopped |= rows.values_of(rule.attribute) >= rule.hold_at
    return stopped


def share_of(part: Flags, of: Flags) -> Share:
    """Return how many of the rows are in the part too."""
    return Share(int((part & of).sum()), int(of.sum()))
