"""The rows on which labels and judge disagree most: for a person to read."""

import heapq
import math
from collections.abc import Mapping
from dataclasses import dataclass

from moderation.evaluation.judged import Column, Kind
from moderation.policy.types import Policy

EXCERPT = 240
# Values are rounded to six decimals: beyond them 0 and 1 are as far away as anything can be.
_LEAST = 1e-6


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """A row and its height: how far it lies above the policy's thresholds (below: negative).

    Unit: log odds, over the rule to which the row comes nearest or which it exceeds most. Values
    of different attributes can be compared by it although their thresholds differ.
    """

    height: float
    attribute: str
    value: float
    source: str
    excerpt: str


class Examples:
    """Keeps the highest harmless rows and the lowest violating ones, `count` of each."""

    def __init__(self, policy: Policy, count: int) -> None:
        self._policy = policy
        self._count = count
        self._harmless: list[tuple[float, int, Example]] = []
        self._violating: list[tuple[float, int, Example]] = []
        self._seen = 0

    def add(self, text: str, source: str, kind: Kind, values: Mapping[Column, float]) -> None:
        self._seen += 1
        if kind is Kind.UNCLEAR or not self._count:
            return
        height, attribute, value = self._height(values)
        example = Example(height, attribute, value, source, _excerpt(text))
        if kind is Kind.HARMLESS:
            self._keep(self._harmless, height, example)
        else:
            self._keep(self._violating, -height, example)

    @property
    def highest_harmless(self) -> list[Example]:
        """The worst first; among equals the earlier row."""
        return [example for _, _, example in sorted(self._harmless, reverse=True)]

    @property
    def lowest_violating(self) -> list[Example]:
        """The worst first; among equals the earlier row."""
        return [example for _, _, example in sorted(self._violating, reverse=True)]

    def _keep(
        self, heap: list[tuple[float, int, Example]], badness: float, example: Example
    ) -> None:
        # The row's number is unique, so that two examples are never compared themselves.
        heapq.heappush(heap, (badness, -self._seen, example))
        if len(heap) > self._count:
            heapq.heappop(heap)

    def _height(self, values: Mapping[Column, float]) -> tuple[float, str, float]:
        heights = [
            (_log_odds(value) - _log_odds(rule.hold_at), column.attribute, value)
            for clause in self._policy.clauses
            for rule in clause.rules
            for column, value in values.items()
            if column.attribute == rule.attribute
        ]
        return max(heights, default=(0.0, "", 0.0))  # of a policy without rules all is alike


def _log_odds(value: float) -> float:
    value = min(max(value, _LEAST), 1 - _LEAST)
    return math.log(value / (1 - value))


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"
