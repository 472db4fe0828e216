"""Trains the linear model over hashed n-grams, and the blend of both models."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from scipy.optimize import minimize

from moderation.labelled_rows import LabelledRow
from moderation.scoring.ngrams import Floats, NgramModel, buckets
from moderation.training.mix import Labels, epoch_rows, labels_of
from moderation.training.network import masked_loss
from moderation.training.recipe import Recipe

BUCKETS = 2**17
_EPOCHS, _BATCH_ROWS, _RATE, _DECAY = 4, 256, 0.08, 1e-6
_LARGEST = 127
# Beyond this share of the weights, the rest is clipped: a table of bytes needs its range for many.
_KEPT_RANGE = 0.9999
# Found on no data at all: the share that a first, much smaller trial of such a blend was given.
_TRANSFORMER_SHARE = 0.65
# The pull towards slope 1 and constant 0: nothing beside thousands of rows, enough beside a few
# that happen to be parted without a mistake.
_FIT_RIDGE = 0.02


def train_table(rows: Sequence[LabelledRow], recipe: Recipe) -> NgramModel:
    """Return the linear model that learned the rows by the recipe's balance; blended it counts
    nothing yet.
    """
    torch.manual_seed(recipe.seed)
    found = [torch.from_numpy(buckets(row.text, BUCKETS)) for row in rows]
    labels = torch.from_numpy(labels_of(rows, recipe))
    linear = torch.nn.EmbeddingBag(BUCKETS, len(recipe.attributes), mode="sum")
    torch.nn.init.zeros_(linear.weight)
    bias = torch.nn.Parameter(torch.full((len(recipe.attributes),), -2.0))
    optimiser = torch.optim.Adagrad([*linear.parameters(), bias], lr=_RATE, weight_decay=_DECAY)
    weights = torch.tensor([recipe.attribute_weights.get(a, 1.0) for a in recipe.attributes])
    for epoch in range(_EPOCHS):
        order = epoch_rows(rows, recipe, recipe.epochs + epoch)
        for at in range(0, len(order), _BATCH_ROWS):
            chosen = order[at : at + _BATCH_ROWS]
            logits = _logits(linear, bias, [found[index] for index in chosen])
            optimiser.zero_grad(set_to_none=True)
            masked_loss(logits, labels[chosen], weights).backward()  # type: ignore[no-untyped-call,unused-ignore]
            optimiser.step()
    return _quantised(linear.weight.detach().numpy(), bias.detach().numpy())


def blended(
    table: NgramModel, transformer: Floats, texts: Sequence[str], labels: Labels
) -> NgramModel:
    """Return the table with a blend of both models that is calibrated on these labelled rows.

    `transformer` holds the other model's logits, rows x attributes. The shares of the two are
    fixed; slope and constant are fitted by attribute (Platt scaling, with a weak pull to 1 and 0).
    """
    ngrams = np.array([table.logits(text) for text in texts])
    raw = _TRANSFORMER_SHARE * transformer + (1 - _TRANSFORMER_SHARE) * ngrams
    fitted = np.array([_fitted(raw[:, at], labels[:, at]) for at in range(raw.shape[1])])
    slopes, constants = fitted[:, 0], fitted[:, 1]
    mix = np.stack(
        (slopes * _TRANSFORMER_SHARE, slopes * (1 - _TRANSFORMER_SHARE), constants), axis=1
    )
    return table.with_mix(mix)


def _logits(
    linear: torch.nn.EmbeddingBag, bias: torch.Tensor, found: list[torch.Tensor]
) -> torch.Tensor:
    sizes = torch.tensor([len(ids) for ids in found])
    offsets = torch.cat((torch.zeros(1, dtype=torch.long), sizes.cumsum(0)[:-1]))
    shares = torch.repeat_interleave(sizes.clamp(min=1).rsqrt(), sizes)
    logits: torch.Tensor = linear(torch.cat(found), offsets, per_sample_weights=shares) + bias
    return logits


def _quantised(weights: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> NgramModel:
    attributes = len(bias)
    scale = np.quantile(np.abs(weights), _KEPT_RANGE, axis=0).astype(np.float64) / _LARGEST
    scale = np.maximum(scale, 1e-9)
    table = np.clip(np.rint(weights / scale), -_LARGEST, _LARGEST).astype(np.int8)
    alone = np.tile(np.array([0.0, 1.0, 0.0]), (attributes, 1))
    return NgramModel(table, scale, bias.astype(np.float64), alone)


def _fitted(logits: Floats, labels: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Return slope and constant of the logistic curve through the labelled cells.

    Raises ValueError for a curve that falls: such logits say the opposite.
    """
    known = ~np.isnan(labels)
    x, y = logits[known], labels[known].astype(np.float64)
    if not (y >= 0.5).any():
        return 1.0, 0.0

    def loss(fit: Floats) -> float:
        curve = fit[0] * x + fit[1]
        pull = _FIT_RIDGE * ((fit[0] - 1) ** 2 + fit[1] ** 2) / 2
        return float((np.logaddexp(0, curve) - y * curve).sum() + pull)

    slope, constant = (float(number) for number in minimize(loss, np.array([1.0, 0.0])).x)
    if not slope > 0:
        raise ValueError(f"The scores cannot be calibrated: a slope of {slope:.3g}.")
    return slope, constant
