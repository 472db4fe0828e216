"""Which thresholds catch most violations while holding no more harmless comments than budgeted.

Greedy marginal exchange. At first no rule is met, short of a value of 1. At each step that rule is
lowered, as far as it pays best, which catches the most further violations for each further harmless
comment held; until nothing more can be caught within the budget. The rules share one budget, so a
harmless comment that two of them hold is paid once. Deterministic: among equals the step that
catches more, then the earlier rule, then the higher threshold.

A rule is credited only with violations of its own clause: a comment should be held on the ground
that it violates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from moderation.evaluation.judged import Codes, Flags, Numbers

# Thresholds are whole thousandths: finer than int8 results agree between processors.
STEPS = 1_000


@dataclass(frozen=True, slots=True)
class TunableRule:
    """A rule to choose a threshold for.

    `steps` are the rows' values in thousandths, rounded down, so that a row meets the threshold k
    exactly if its step is k or more; -1 where there is no value. `violating` are the rows that
    violate the rule's clause. `base` is the threshold before, rounded up.
    """

    steps: Codes
    violating: Flags
    base: int


class Point(NamedTuple):
    """A step on the way: which rule was lowered to what (at the start none was), and the rows held
    and caught by then.
    """

    rule: int | None
    threshold: int
    held: int
    caught: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`thresholds[i]` belongs to the i-th rule, in thousandths; `path` leads to them, and `beyond`
    is how it would go on with a greater budget.
    """

    thresholds: tuple[int, ...]
    path: tuple[Point, ...]
    beyond: tuple[Point, ...]


class _Move(NamedTuple):
    """Ordered by what is preferred: the greater the better."""

    caught_per_held: float
    caught: int
    minus_rule: int
    threshold: int


def as_steps(values: Numbers) -> Codes:
    """Return the values in thousandths, rounded down; -1 for NaN.

    Values have six decimals, so that the millionths are whole and the division is exact.
    """
    millionths = np.rint(np.nan_to_num(values, nan=-1.0) * 1_000_000).astype(np.int64)
    return np.floor_divide(millionths, 1_000_000 // STEPS).clip(min=-1)


def choose(
    rules: Sequence[TunableRule],
    *,
    harmless: Flags,
    stopped: Flags,
    budget: int,
    look_ahead: int = 0,
) -> Choice:
    """Return the thresholds under which at most `budget` harmless rows are held.

    `stopped` are the rows that something else holds in any case; they count against the budget,
    and so do those with a value of 1. ValueError where these alone exceed it. `look_ahead` is how
    many more harmless rows the path goes on for, `beyond` what is chosen.
    """
    search = _Search(rules, harmless, stopped, budget)
    search.spend(budget)
    search.lower_what_costs_nothing()
    thresholds, path = tuple(search.thresholds), tuple(search.path)
    search.spend(budget + look_ahead)
    return Choice(thresholds, path, tuple(search.path[len(path) :]))


class _Search:
    def __init__(
        self, rules: Sequence[TunableRule], harmless: Flags, stopped: Flags, budget: int
    ) -> None:
        self._rules = rules
        self._harmless = harmless
        self._violating = np.any([np.zeros_like(harmless), *(r.violating for r in rules)], axis=0)
        self._stopped = stopped.copy()
        self._caught = self._violating & stopped
        self.thresholds = [STEPS] * len(rules)
        self.path: list[Point] = []
        for number in range(len(rules)):
            self._stop(number)
        if self._held > budget:
            raise ValueError(f"{self._held} harmless rows are held already, budget: {budget}")
        self.path.append(Point(None, STEPS, self._held, int(self._caught.sum())))

    @property
    def _held(self) -> int:
        return int((self._harmless & self._stopped).sum())

    def spend(self, budget: int) -> None:
        """Make the best move again and again, until none is left within the budget."""
        while move := self._best_move(budget - self._held):
            number = -move.minus_rule
            self.thresholds[number] = move.threshold
            self._stop(number)
            self.path.append(Point(number, move.threshold, self._held, int(self._caught.sum())))

    def lower_what_costs_nothing(self) -> None:
        """Bring a rule that had nothing to catch as near to its base as holds no harmless row: the
        violations that it is there for are rarer than these rows, not impossible.
        """
        for number, rule in enumerate(self._rules):
            if self.thresholds[number] == STEPS:
                unheld = rule.steps[self._harmless & ~self._stopped]
                highest = int(unheld.max(initial=0))
                self.thresholds[number] = min(STEPS, max(rule.base, highest + 1))
                self._stop(number)

    def _stop(self, number: int) -> None:
        rule = self._rules[number]
        met = rule.steps >= self.thresholds[number]
        self._stopped |= met
        self._caught |= met & rule.violating

    def _best_move(self, affordable: int) -> _Move | None:
        moves = (self._best_of(number, affordable) for number in range(len(self._rules)))
        return max((move for move in moves if move), default=None)

    def _best_of(self, number: int, affordable: int) -> _Move | None:
        rule, threshold = self._rules[number], self.thresholds[number]
        caught = _gained(rule.steps, rule.violating & ~self._caught, threshold)
        held = _gained(rule.steps, self._harmless & ~self._stopped, threshold)
        worthwhile = (caught > 0) & (held <= affordable)
        # A threshold of 0 would be met by everything, and no policy may have it.
        worthwhile[0] = False
        candidates = np.flatnonzero(worthwhile)
        if not len(candidates):
            return None
        with np.errstate(divide="ignore"):
            worth = caught[candidates] / held[candidates]
        best = np.lexsort((candidates, caught[candidates], worth))[-1]
        k = int(candidates[best])
        return _Move(float(worth[best]), int(caught[k]), -number, k)


def _gained(steps: Codes, rows: Flags, threshold: int) -> Codes:
    """Return how many of the rows a lower threshold would newly meet, by that threshold."""
    below = steps[rows & (steps >= 0) & (steps < threshold)]
    counts = np.bincount(below, minlength=threshold)
    return np.cumsum(counts[::-1])[::-1]
