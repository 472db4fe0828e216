"""How far two judgements of the same texts agree, and how often the first was wrong. Pure.

Texts are drawn with different shares, so each counts for as many as it stands for (the inverse of
its share). Intervals shrink with the effective number of texts (Kish, Survey Sampling, 1965,
section 11.7): what so many equally weighted ones would tell.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import NormalDist

from moderation.evaluation.intervals import Estimate

_Z = NormalDist().inv_cdf(0.975)
_NOTHING = Estimate(None)


@dataclass(frozen=True, slots=True)
class Looked:
    """`count` texts that were drawn with the same share, first judged so and then so."""

    first: str
    second: str
    share: float
    count: int

    @property
    def weight(self) -> float:
        """How many texts these stand for."""
        return self.count / self.share


def looks(looked: Collection[Looked]) -> int:
    """Return how many texts were judged twice."""
    return sum(row.count for row in looked)


def effective(looked: Collection[Looked]) -> float:
    """Return how many equally weighted texts tell as much; 0.0 for none."""
    squares = sum(row.count / row.share**2 for row in looked)
    return sum(row.weight for row in looked) ** 2 / squares if squares else 0.0


def weights(looked: Collection[Looked]) -> dict[tuple[str, str], float]:
    """Return the weight of each pair of judgements."""
    cells: dict[tuple[str, str], float] = {}
    for row in looked:
        pair = (row.first, row.second)
        cells[pair] = cells.get(pair, 0.0) + row.weight
    return cells


def share_of(part: Collection[Looked], all_: Collection[Looked]) -> Estimate:
    """Return which share of all the part is, with the 95 % interval of Wilson (Journal of the
    American Statistical Association 22, 1927)."""
    of = effective(all_)
    if not of:
        return _NOTHING
    share = sum(row.weight for row in part) / sum(row.weight for row in all_)
    centre = share + _Z**2 / (2 * of)
    reach = _Z * math.sqrt(share * (1 - share) / of + (_Z / (2 * of)) ** 2)
    scale = 1 + _Z**2 / of
    # At the ends rounding may miss the exact 0 and 1.
    low = 0.0 if not part else (centre - reach) / scale
    high = 1.0 if len(part) == len(all_) else (centre + reach) / scale
    return Estimate(share, low, high)


def kappa(cells: Mapping[tuple[str, str], float], of: float) -> Estimate:
    """Return Cohen's kappa (Educational and Psychological Measurement 20, 1960) of a table of
    counts or weights by pair, for `of` texts.

    The 95 % interval is from the large-sample standard error of Fleiss, Cohen and Everitt
    (Psychological Bulletin 72, 1969, formula 13). Nothing can be said where both always judge
    alike, since agreement could be chance alone.
    """
    whole = sum(cells.values())
    if not whole or not of:
        return _NOTHING
    names = sorted({name for pair in cells for name in pair})
    p = {(a, b): cells.get((a, b), 0.0) / whole for a in names for b in names}
    first = {a: sum(p[a, b] for b in names) for a in names}
    second = {b: sum(p[a, b] for a in names) for b in names}
    agreed = sum(p[a, a] for a in names)
    chance = sum(first[a] * second[a] for a in names)
    if math.isclose(chance, 1.0):
        return _NOTHING
    value = (agreed - chance) / (1 - chance)
    alike = sum(
        p[a, a] * ((1 - chance) - (first[a] + second[a]) * (1 - agreed)) ** 2 for a in names
    )
    apart = sum(p[a, b] * (second[a] + first[b]) ** 2 for a in names for b in names if a != b)
    square = (alike + (1 - agreed) ** 2 * apart - (agreed * chance - 2 * chance + agreed) ** 2) / (
        of * (1 - chance) ** 4
    )
    reach = _Z * math.sqrt(max(square, 0.0))
    return Estimate(value, max(value - reach, -1.0), min(value + reach, 1.0))
