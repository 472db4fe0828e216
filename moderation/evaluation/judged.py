"""Rows judged by a whole judge and kept as arrays: numbers and outcomes, no text."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moderation.policy.types import Outcome, Policy

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

# A label is the share of annotators who saw something: from here on it counts as seen.
SEEN_AT = 0.5
# In the order of strictness; a row's outcome is kept as its place here.
OUTCOMES = (Outcome.PUBLISH, Outcome.HOLD, Outcome.REJECT)


class Kind(IntEnum):
    """What the labels say of a row, under a policy.

    VIOLATING: an attribute that the policy has a rule for is labelled at SEEN_AT or more.
    HARMLESS: toxicity is labelled, and every label there is lies below SEEN_AT.
    UNCLEAR: neither, such as a row of which only the absence of threats is known.
    """

    UNCLEAR = 0
    HARMLESS = 1
    VIOLATING = 2


class Column(NamedTuple):
    """Who gave the numbers of a column, and about which attribute."""

    attribute: str
    producer: str


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """All rows under one policy and one scorer. Arrays begin with the row, in the rows' order.

    `values`: one array a column, NaN where a producer failed. `labels`: one array an attribute, NaN
    where nobody judged. `outcomes` are places in OUTCOMES. `clauses` and `reasons` say where a
    clause of that id was met and where the machine gave that reason; `sources` and `groups` say
    which rows come from where and which name or belong to whom. `refused` counts the texts that
    can be no comment; they are in no array.
    """

    policy: Policy
    values: dict[Column, Numbers]
    labels: dict[str, Numbers]
    kinds: Codes
    outcomes: Codes
    clauses: dict[str, Flags]
    reasons: dict[str, Flags]
    sources: dict[str, Flags]
    groups: dict[str, Flags]
    refused: int

    def __len__(self) -> int:
        return len(self.outcomes)

    @property
    def harmless(self) -> Flags:
        return np.equal(self.kinds, Kind.HARMLESS)

    @property
    def violating(self) -> Flags:
        return np.equal(self.kinds, Kind.VIOLATING)

    @property
    def stopped(self) -> Flags:
        """Which rows the machine does not publish: held and rejected."""
        return np.not_equal(self.outcomes, OUTCOMES.index(Outcome.PUBLISH))

    def values_of(self, attribute: str) -> Numbers:
        """Return the highest value of the attribute's producers, as the engine takes it; NaN where
        none of them gave one.
        """
        highest = np.full(len(self), np.nan)
        for column, values in self.values.items():
            if column.attribute == attribute:
                highest = np.fmax(highest, values)
        return highest
