"""Signals beside the thresholds that they were judged by."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import PolicyVersion
from moderation.models import Signal

# A page with a bar for each of some twenty signals hides the two that count.
NEXT_TO_NOTHING = 0.05


@dataclass(frozen=True, slots=True)
class Bar:
    """One signal; `hold_at` and `reject_at` are the lowest that any clause's rule asks for.

    `note` is what its producer says of the text as a whole.
    """

    attribute: str
    value: float
    producer: str
    hold_at: float | None
    reject_at: float | None
    note: str = ""

    @property
    def name(self) -> str:
        return self.attribute.replace("_", " ")

    @property
    def is_silent(self) -> bool:
        """Whether it found next to nothing, and no rule of the policy was met."""
        return self.value < NEXT_TO_NOTHING and not self.outcome

    @property
    def outcome(self) -> str:
        """What the rules make of this value: "reject", "hold" or "" for nothing."""
        if self.reject_at is not None and self.value >= self.reject_at:
            return "reject"
        return "hold" if self.hold_at is not None and self.value >= self.hold_at else ""

    @property
    def width(self) -> str:
        return _percent(self.value)

    @property
    def hold_mark(self) -> str:
        return "" if self.hold_at is None else _percent(self.hold_at)

    @property
    def reject_mark(self) -> str:
        return "" if self.reject_at is None else _percent(self.reject_at)


def bars(signals: Iterable[Signal], policy: PolicyVersion) -> list[Bar]:
    """Return a bar for each signal: first what met a rule, then what a rule asks for, the rest."""
    hold, reject = _lowest(policy, "hold_at"), _lowest(policy, "reject_at")
    made = [
        Bar(
            attribute=signal.attribute,
            value=signal.value,
            producer=f"{signal.producer} {signal.producer_version}",
            hold_at=hold.get(signal.attribute),
            reject_at=reject.get(signal.attribute),
            note=", ".join(reason for start, end, reason in signal.spans if start == end),
        )
        for signal in signals
    ]
    return sorted(made, key=lambda bar: (not bar.outcome, bar.hold_at is None, -bar.value))


def _lowest(policy: PolicyVersion, threshold: str) -> dict[str, float]:
    lowest: dict[str, float] = {}
    for clause in policy.clauses:
        for rule in clause.get("rules", ()):
            if threshold in rule:
                value = rule[threshold]
                lowest[rule["attribute"]] = min(value, lowest.get(rule["attribute"], value))
    return lowest


def _percent(value: float) -> str:
    # A string, so that no locale turns the point of an SVG length into a comma.
    return f"{value * 100:.1f}"
