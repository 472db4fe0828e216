"""Two scorers on the same rows: what is different, and whether that is more than chance."""

from dataclasses import dataclass

import numpy as np

from moderation.evaluation.alarms import caught, false_alarms
from moderation.evaluation.intervals import Estimate, Share
from moderation.evaluation.judged import SEEN_AT, JudgedRows
from moderation.evaluation.ranking import Ranking, bootstrapped


@dataclass(frozen=True, slots=True)
class Difference:
    """Area under the ROC curve of two scorers over the rows that both have a value for.

    `gain` is the second's less the first's, each resample taken for both.
    """

    attribute: str
    rows: int
    first: Estimate
    second: Estimate
    gain: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second scorer beside the first, under one policy; `changed` counts other outcomes."""

    first: str
    second: str
    differences: tuple[Difference, ...]
    false_alarms: tuple[Share, Share]
    caught: tuple[Share, Share]
    changed: Share


def compare(first: JudgedRows, second: JudgedRows, names: tuple[str, str], seed: int) -> Comparison:
    """Return the comparison of two judgements of the same rows in the same order."""
    changed = int((first.outcomes != second.outcomes).sum())
    differences = (_difference(first, second, attribute, seed) for attribute in first.labels)
    return Comparison(
        first=names[0],
        second=names[1],
        differences=tuple(difference for difference in differences if difference.rows),
        false_alarms=(false_alarms(first), false_alarms(second)),
        caught=(caught(first), caught(second)),
        changed=Share(changed, len(first)),
    )


def _difference(first: JudgedRows, second: JudgedRows, attribute: str, seed: int) -> Difference:
    ours, theirs = first.values_of(attribute), second.values_of(attribute)
    labels = first.labels[attribute]
    known = ~(np.isnan(ours) | np.isnan(theirs) | np.isnan(labels))
    positive = labels[known] >= SEEN_AT
    if not known.any():
        nothing = Estimate(None)
        return Difference(attribute, 0, nothing, nothing, nothing)
    before, after = Ranking(ours[known], positive), Ranking(theirs[known], positive)
    figures = bootstrapped(
        {
            "first": before.roc_auc,
            "second": after.roc_auc,
            "gain": lambda weights: after.roc_auc(weights) - before.roc_auc(weights),
        },
        len(positive),
        seed,
    )
    return Difference(attribute, len(positive), **figures)
