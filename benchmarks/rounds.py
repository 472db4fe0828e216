"""The product and its limit in turn, so that whatever else the machine does hits both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measured:
    """One round of one side; latencies in milliseconds as the client saw them, or None."""

    per_second: float
    p50_ms: float | None = None
    p99_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the product beside its limit: medians of the rounds.

    `ratio` is the median of the rounds' own ratios, `ratios` their lowest and highest.
    """

    part: str
    what: str
    unit: str
    product: Measured
    limit: Measured
    limit_is: str
    ratio: float
    ratios: tuple[float, float]
    rounds: int


def alternate(
    rounds: int, product: Callable[[], Measured], limit: Callable[[], Measured]
) -> list[tuple[Measured, Measured]]:
    """Measure product and limit once a round; who goes first changes from round to round."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            of_limit = limit()
            pairs.append((product(), of_limit))
        else:
            pairs.append((product(), limit()))
    return pairs


def row(
    part: str, what: str, unit: str, pairs: Sequence[tuple[Measured, Measured]], *, limit_is: str
) -> Row:
    """Return the row of one or more rounds."""
    ratios = sorted(product.per_second / limit.per_second for product, limit in pairs)
    return Row(
        part=part,
        what=what,
        unit=unit,
        product=_middle([product for product, _ in pairs]),
        limit=_middle([limit for _, limit in pairs]),
        limit_is=limit_is,
        ratio=median(ratios),
        ratios=(ratios[0], ratios[-1]),
        rounds=len(pairs),
    )


def _middle(measured: Sequence[Measured]) -> Measured:
    p50 = [one.p50_ms for one in measured if one.p50_ms is not None]
    p99 = [one.p99_ms for one in measured if one.p99_ms is not None]
    return Measured(
        per_second=median(one.per_second for one in measured),
        p50_ms=median(p50) if p50 else None,
        p99_ms=median(p99) if p99 else None,
    )
