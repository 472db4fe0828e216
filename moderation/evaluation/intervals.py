"""Shares with 95 % intervals that hold for small counts and for none at all."""

import math
from dataclasses import dataclass
from statistics import NormalDist

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the ends of its 95 % interval; all None where there is nothing to measure."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, with the interval of Wilson (Journal of the American Statistical Association
    22, 1927), which is never empty and never leaves [0, 1].
    """

    count: int
    of: int

    @property
    def estimate(self) -> Estimate:
        if self.of == 0:
            return Estimate(None)
        low, high = _wilson(self.count, self.of)
        return Estimate(self.count / self.of, low, high)


def gap_to_all(part: Share, all_: Share) -> Estimate:
    """Return the rate of a part less the rate of the whole that contains it.

    The whole is the part and the rest, so this gap is the gap between these two, scaled by the
    share of the rest. Its interval is the hybrid score interval of Newcombe (Statistics in Medicine
    17, 1998, method 10) for two independent shares. Without a rest the gap is 0.
    """
    rest = Share(all_.count - part.count, all_.of - part.of)
    if part.of == 0:
        return Estimate(None)
    if rest.of == 0:
        return Estimate(0.0, 0.0, 0.0)
    scale = rest.of / all_.of
    p, q = part.count / part.of, rest.count / rest.of
    p_low, p_high = _wilson(part.count, part.of)
    q_low, q_high = _wilson(rest.count, rest.of)
    return Estimate(
        scale * (p - q),
        scale * (p - q - math.hypot(p - p_low, q_high - q)),
        scale * (p - q + math.hypot(p_high - p, q - q_low)),
    )


def _wilson(count: int, of: int) -> tuple[float, float]:
    share = count / of
    centre = share + _Z**2 / (2 * of)
    reach = _Z * math.sqrt(share * (1 - share) / of + (_Z / (2 * of)) ** 2)
    scale = 1 + _Z**2 / of
    # At the ends rounding may miss the exact 0 and 1.
    low = 0.0 if count == 0 else (centre - reach) / scale
    high = 1.0 if count == of else (centre + reach) / scale
    return low, high
