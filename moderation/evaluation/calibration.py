"""From judged rows and a base policy to one whose thresholds keep a budget."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from moderation.evaluation.choice import STEPS, Choice, TunableRule, as_steps, choose
from moderation.evaluation.effect import Effect, effect, stopped_by
from moderation.evaluation.extra import EvaluationRefused
from moderation.evaluation.judged import SEEN_AT, Flags, JudgedRows
from moderation.policy.types import Clause, Policy, Rule

# Sources that begin so hold comments as a news site gets them.
NEWS = "civil_comments"
# Below this many labelled violations a threshold would be chosen by accident.
FEWEST_POSITIVES = 30
# How many times the budget the curve goes on for, to show what more or less of it would buy.
CURVE_BUDGETS = 3


@dataclass(frozen=True, slots=True)
class RuleTuning:
    """One rule before and after; `why` says why it was left as it is, empty if it was tuned."""

    clause: str
    attribute: str
    before: float
    after: float
    positives: int
    why: str


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A step of the choice: the rule that was lowered, and the harmless rows held and the violating
    ones caught by then. The first point is where nothing was lowered yet.
    """

    clause: str
    attribute: str
    hold_at: float
    held: int
    caught: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """`curve` is the way to the thresholds, `chosen` its point where they stand, and beyond;
    `violating` counts what there was to catch.
    """

    policy: Policy
    rules: tuple[RuleTuning, ...]
    curve: tuple[CurvePoint, ...]
    chosen: CurvePoint
    violating: int
    before: Effect
    after: Effect


def budget_rows(rows: JudgedRows, sources: Collection[str]) -> Flags:
    """Return the harmless rows of news sources and of the named ones; EvaluationRefused if none.

    A source counts if its name begins with NEWS or with one of `sources`.
    """
    begins = (NEWS, *sources)
    chosen = [part for source, part in rows.sources.items() if source.startswith(begins)]
    harmless = rows.harmless & np.any([np.zeros(len(rows), dtype=np.bool_), *chosen], axis=0)
    if not harmless.any():
        known = ", ".join(rows.sources)
        raise EvaluationRefused(
            f"No harmless row is of a source that begins with {' or '.join(begins)}: name the "
            f"news sources with --sources. Sources: {known}."
        )
    return np.asarray(harmless, dtype=np.bool_)


def calibrate(
    rows: JudgedRows, *, harmless: Flags, budget: float, keep: Collection[str] = ()
) -> Calibration:
    """Return the policy with the thresholds chosen; `harmless` are the rows the budget counts on.

    Rules of an attribute in `keep`, or with fewer than FEWEST_POSITIVES labelled violations, stay
    as they are, with what they hold counted. EvaluationRefused where nothing can be chosen within
    the budget.
    """
    kept, tunable = _split_rules(rows, keep)
    rules = [_tunable(rows, clause, rule) for clause, rule in tunable]
    if not rules:
        raise EvaluationRefused(
            f"No rule can be calibrated: none that may move has {FEWEST_POSITIVES} labelled "
            "violations."
        )
    allowed = math.floor(round(budget * int(harmless.sum()), 6))
    stopped = stopped_by(rows, [rule for _, rule in kept])
    try:
        choice = choose(
            rules,
            harmless=harmless,
            stopped=stopped,
            budget=allowed,
            look_ahead=CURVE_BUDGETS * allowed,
        )
    except ValueError as error:
        raise EvaluationRefused(f"What is not calibrated exceeds the budget: {error}.") from error
    steps = dict(zip(((c.id, r.attribute) for c, r in tunable), choice.thresholds, strict=True))
    policy = _with_thresholds(rows.policy, steps)
    tunings = _tunings(rows, policy, steps, keep)
    curve = tuple(_curve(choice, [(clause.id, rule.attribute) for clause, rule in tunable]))
    return Calibration(
        policy=policy,
        rules=tunings,
        curve=curve,
        chosen=curve[len(choice.path) - 1],
        violating=int(np.any([rule.violating for rule in rules], axis=0).sum()),
        before=effect(rows, rows.policy, harmless),
        after=effect(rows, policy, harmless),
    )


def positives(rows: JudgedRows, attribute: str) -> int:
    labels = rows.labels.get(attribute)
    return 0 if labels is None else int((labels >= SEEN_AT).sum())


def _split_rules(
    rows: JudgedRows, keep: Collection[str]
) -> tuple[list[tuple[Clause, Rule]], list[tuple[Clause, Rule]]]:
    """Return the rules that stay as they are and those with violations enough to choose by."""
    kept: list[tuple[Clause, Rule]] = []
    tunable: list[tuple[Clause, Rule]] = []
    for clause in rows.policy.clauses:
        for rule in clause.rules:
            enough = positives(rows, rule.attribute) >= FEWEST_POSITIVES
            (tunable if enough and rule.attribute not in keep else kept).append((clause, rule))
    return kept, tunable


def _tunable(rows: JudgedRows, clause: Clause, rule: Rule) -> TunableRule:
    violating = np.zeros(len(rows), dtype=np.bool_)
    for other in clause.rules:
        if other.attribute in rows.labels:
            violating |= rows.labels[other.attribute] >= SEEN_AT
    base = math.ceil(round(rule.hold_at * STEPS, 6))
    return TunableRule(as_steps(rows.values_of(rule.attribute)), violating, base)


def _with_thresholds(policy: Policy, steps: dict[tuple[str, str], int]) -> Policy:
    clauses = (
        replace(clause, rules=tuple(_moved(clause, rule, steps) for rule in clause.rules))
        for clause in policy.clauses
    )
    return replace(policy, clauses=tuple(clauses))


def _moved(clause: Clause, rule: Rule, steps: dict[tuple[str, str], int]) -> Rule:
    step = steps.get((clause.id, rule.attribute))
    if step is None:
        return rule
    hold_at = step / STEPS
    # A rejection never comes before a hold.
    reject_at = None if rule.reject_at is None else max(rule.reject_at, hold_at)
    return Rule(rule.attribute, hold_at, reject_at)


def _tunings(
    rows: JudgedRows,
    policy: Policy,
    steps: dict[tuple[str, str], int],
    keep: Collection[str],
) -> tuple[RuleTuning, ...]:
    tunings = []
    for before, after in zip(rows.policy.clauses, policy.clauses, strict=True):
        for old, new in zip(before.rules, after.rules, strict=True):
            count = positives(rows, old.attribute)
            why = f"{count} labelled violations"
            if old.attribute in keep:
                why = "kept as asked"
            elif (before.id, old.attribute) in steps:
                why = ""
            tunings.append(
                RuleTuning(before.id, old.attribute, old.hold_at, new.hold_at, count, why)
            )
    return tuple(tunings)


def _curve(choice: Choice, names: Sequence[tuple[str, str]]) -> Iterator[CurvePoint]:
    for point in choice.path + choice.beyond:
        clause, attribute = ("", "") if point.rule is None else names[point.rule]
        hold_at = point.threshold / STEPS
        yield CurvePoint(clause, attribute, hold_at, point.held, point.caught)
