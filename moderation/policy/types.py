"""The nouns of a judgement: frozen data, without database, clock or network."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"


class Mode(StrEnum):
    """Who looks first: the machine judges, a person before publication, a person after it."""

    MACHINE = "machine"
    PRE = "pre"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Rule:
    """Thresholds of one attribute, met at `value >= threshold`: 0 < hold_at <= reject_at <= 1.

    Without `reject_at` the machine may only hold. ValueError for any other thresholds, NaN
    among them: `value >= nan` is never true, so such a rule would let everything through.
    """

    attribute: str
    hold_at: float
    reject_at: float | None = None

    def __post_init__(self) -> None:
        highest = 1.0 if self.reject_at is None else self.reject_at
        if not 0 < self.hold_at <= highest <= 1:
            raise ValueError(
                f"{self.attribute}: hold_at {self.hold_at}, reject_at {self.reject_at}"
            )


@dataclass(frozen=True, slots=True)
class Clause:
    """One ground as readers see it. Without rules it is for people alone to apply."""

    id: str
    title: str
    wording: str
    ground: str  # the legal ground, empty if there is none
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    title: str
    introduction: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A value in [0, 1] for one attribute of one revision; anything else is a fault."""

    attribute: str
    value: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the machine makes of a revision.

    `clauses`: ids of all clauses met, the strictest first, ties in policy order.
    `reasons`: what besides a clause asks for a person, codes in the order of `engine.REASONS`.
    `needs_person`: whether somebody should look, which a published comment may need too.
    """

    outcome: Outcome
    clauses: tuple[str, ...]
    reasons: tuple[str, ...]
    needs_person: bool
