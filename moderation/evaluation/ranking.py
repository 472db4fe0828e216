"""How well values rank and fit labels, fast enough to be asked a thousand times: the bootstrap.

scikit-learn sorts at every call. Here rows are sorted once, and a resample is a weight a row.
"""

from collections.abc import Callable, Iterator

import numpy as np

from moderation.evaluation.intervals import Estimate
from moderation.evaluation.judged import Codes, Flags, Numbers

RESAMPLES = 1_000
BINS = 10
_ENDS_OF_95_PERCENT = (2.5, 97.5)


def resamples(rows: int, seed: int) -> Iterator[Numbers]:
    """Yield RESAMPLES times how often each row was drawn, with replacement."""
    generator = np.random.default_rng(seed)
    for _ in range(RESAMPLES):
        drawn = generator.integers(rows, size=rows)
        yield np.bincount(drawn, minlength=rows).astype(np.float64)


def estimate(value: float, resampled: list[float]) -> Estimate:
    """Return the value with the percentiles of its resamples; those without a value are left out
    (a resample may hold no positive at all).
    """
    known = [other for other in resampled if not np.isnan(other)]
    if np.isnan(value) or not known:
        return Estimate(None)
    low, high = np.percentile(known, _ENDS_OF_95_PERCENT)
    return Estimate(float(value), float(low), float(high))


Measure = Callable[[Numbers], float]


def bootstrapped(measures: dict[str, Measure], rows: int, seed: int) -> dict[str, Estimate]:
    """Return every measure over all rows, with the interval that the same resamples give it.

    A measure takes a weight a row. Two measures of one call are paired: seen on the same rows.
    """
    resampled: dict[str, list[float]] = {name: [] for name in measures}
    for weights in resamples(rows, seed):
        for name, measure in measures.items():
            resampled[name].append(measure(weights))
    whole = np.ones(rows)
    return {name: estimate(measures[name](whole), resampled[name]) for name in measures}


class Ranking:
    """Values sorted once, the highest first, with the places where ties end."""

    def __init__(self, values: Numbers, positive: Flags) -> None:
        self._order = np.argsort(-values, kind="stable")
        sorted_values = values[self._order]
        self._positive = positive[self._order]
        self._ends = np.append(np.flatnonzero(np.diff(sorted_values)), len(values) - 1)

    def roc_auc(self, weights: Numbers) -> float:
        """Return the weighted area under the ROC curve; NaN where one kind is missing."""
        hits, misses = self._hits_and_misses(weights)
        if not (hits[-1] and misses[-1]):
            return float("nan")
        return float(np.trapezoid(hits, misses) / (hits[-1] * misses[-1]))

    def average_precision(self, weights: Numbers) -> float:
        """Return the weighted mean of the precision at each gain in recall; NaN without positives.

        No interpolation, as scikit-learn defines it.
        """
        hits, misses = self._hits_and_misses(weights)
        if not hits[-1]:
            return float("nan")
        found = np.maximum(hits + misses, 1.0)  # 0 only where nothing was drawn and nothing gained
        return float(np.sum(np.diff(hits) * hits[1:] / found[1:]) / hits[-1])

    def _hits_and_misses(self, weights: Numbers) -> tuple[Numbers, Numbers]:
        """Return how many of each kind lie at or above each distinct value, from none to all."""
        drawn = weights[self._order]
        hits = np.cumsum(drawn * self._positive)[self._ends]
        misses = np.cumsum(drawn * ~self._positive)[self._ends]
        return np.insert(hits, 0, 0.0), np.insert(misses, 0, 0.0)


def value_bins(values: Numbers) -> Codes:
    """Return in which of BINS equal parts of [0, 1] each value lies."""
    return np.minimum((values * BINS).astype(np.int64), BINS - 1)


class Fit:
    """How near values come to being probabilities."""

    def __init__(self, values: Numbers, positive: Flags) -> None:
        self._error = (values - positive) ** 2
        self._excess = values - positive
        self._bins = value_bins(values)

    def brier(self, weights: Numbers) -> float:
        return float(np.average(self._error, weights=weights))

    def expected_calibration_error(self, weights: Numbers) -> float:
        """Return the mean distance between mean value and share of positives in BINS equal bins,
        weighted by their rows.
        """
        by_bin = np.bincount(self._bins, weights=weights * self._excess, minlength=BINS)
        return float(np.abs(by_bin).sum() / weights.sum())
