"""Which rows an epoch reads, how often, and with which labels."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from moderation.labelled_rows import LabelledRow
from moderation.training.recipe import Recipe

Labels = npt.NDArray[np.float32]


def epoch_rows(rows: Sequence[LabelledRow], recipe: Recipe, epoch: int) -> list[int]:
    """Return the indices of the rows that this epoch reads, shuffled; the same at every call.

    A row that counts 2.3 times is read twice or, in three of ten epochs, three times.
    """
    random = np.random.default_rng((recipe.seed, epoch))
    reads = np.array([reads_of(row, recipe) for row in rows])
    times = np.floor(reads + random.random(len(rows))).astype(int)
    indices = np.repeat(np.arange(len(rows)), times)
    random.shuffle(indices)
    return [int(index) for index in indices]


def reads_of(row: LabelledRow, recipe: Recipe) -> float:
    """Return how often an epoch reads this row on average: of several boosts the highest counts."""
    boosts = [
        boost.times
        for boost in recipe.boosts
        if row.labels.get(boost.attribute, 0.0) >= 0.5
        and (not boost.sources or row.source.startswith(boost.sources))
    ]
    return recipe.reads_of(row.source) * max(boosts, default=1.0)


def labels_of(rows: Sequence[LabelledRow], recipe: Recipe) -> Labels:
    """Return rows x attributes, NaN where nobody labelled the attribute: no loss is taken there."""
    table = np.full((len(rows), len(recipe.attributes)), np.nan, dtype=np.float32)
    for index, row in enumerate(rows):
        for column, attribute in enumerate(recipe.attributes):
            if attribute in row.labels:
                table[index, column] = row.labels[attribute]
            elif row.source.startswith(recipe.assumed_zero.get(attribute, ())):
                table[index, column] = 0.0
    return table
