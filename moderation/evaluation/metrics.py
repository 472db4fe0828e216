"""What each attribute's values are worth: ranking, calibration, and the policy's thresholds."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from moderation.evaluation.intervals import Estimate, Share
from moderation.evaluation.judged import SEEN_AT, Flags, JudgedRows, Numbers
from moderation.evaluation.ranking import BINS, Fit, Ranking, bootstrapped, value_bins
from moderation.policy.types import Clause, Rule


@dataclass(frozen=True, slots=True)
class AttributeFigures:
    """`rows` have both a label and a value; `positives` are those labelled at SEEN_AT or more.

    Without positives, or without any other row, there is nothing to rank, and the areas are None.
    """

    attribute: str
    rows: int
    positives: int
    roc_auc: Estimate
    average_precision: Estimate
    brier: Estimate
    expected_calibration_error: Estimate
    reliability: tuple["ReliabilityBin", ...]


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The rows whose values lie in one tenth of [0, 1]."""

    mean_value: float
    positives: Share


@dataclass(frozen=True, slots=True)
class ThresholdFigures:
    """Precision and recall of one threshold of the policy, over the rows labelled for it."""

    clause: str
    attribute: str
    threshold: str  # hold_at or reject_at
    at: float
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of an attribute that have both a value and a label."""

    values: Numbers
    positive: Flags

    def __len__(self) -> int:
        return len(self.values)


def known_rows(rows: JudgedRows, attribute: str) -> Known:
    values, labels = rows.values_of(attribute), rows.labels[attribute]
    both = ~(np.isnan(values) | np.isnan(labels))
    return Known(values[both], labels[both] >= SEEN_AT)


def measured_attributes(rows: JudgedRows) -> list[str]:
    """Return the attributes of which some row has both a label and a value."""
    return [attribute for attribute in rows.labels if len(known_rows(rows, attribute))]


def attribute_figures(rows: JudgedRows, seed: int) -> Iterator[AttributeFigures]:
    for attribute in measured_attributes(rows):
        known = known_rows(rows, attribute)
        ranking, fit = Ranking(known.values, known.positive), Fit(known.values, known.positive)
        figures = bootstrapped(
            {
                "roc_auc": ranking.roc_auc,
                "average_precision": ranking.average_precision,
                "brier": fit.brier,
                "expected_calibration_error": fit.expected_calibration_error,
            },
            len(known),
            seed,
        )
        yield AttributeFigures(
            attribute=attribute,
            rows=len(known),
            positives=int(known.positive.sum()),
            reliability=tuple(_reliability(known)),
            **figures,
        )


def threshold_figures(rows: JudgedRows) -> Iterator[ThresholdFigures]:
    for clause in rows.policy.clauses:
        for rule in clause.rules:
            if rule.attribute in rows.labels:
                yield from _of_rule(rows, clause, rule)


def _of_rule(rows: JudgedRows, clause: Clause, rule: Rule) -> Iterator[ThresholdFigures]:
    known = known_rows(rows, rule.attribute)
    for name, at in (("hold_at", rule.hold_at), ("reject_at", rule.reject_at)):
        if at is not None:
            met = known.values >= at
            hits = int((met & known.positive).sum())
            precision = Share(hits, int(met.sum()))
            recall = Share(hits, int(known.positive.sum()))
            yield ThresholdFigures(clause.id, rule.attribute, name, at, precision, recall)


def _reliability(known: Known) -> Iterator[ReliabilityBin]:
    bins = value_bins(known.values)
    for number in range(BINS):
        inside = bins == number
        if inside.any():
            positives = Share(int(known.positive[inside].sum()), int(inside.sum()))
            yield ReliabilityBin(float(known.values[inside].mean()), positives)
