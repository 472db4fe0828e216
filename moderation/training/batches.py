"""Token batches of similar length, within a budget of rows and tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from moderation.training.mix import Labels
from moderation.training.noise import noisy
from moderation.training.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Batch:
    """`ids` and `mask` are rows x tokens, padded with 0; `labels` rows x attributes, with NaN."""

    ids: npt.NDArray[np.int64]
    mask: npt.NDArray[np.int64]
    labels: Labels


class Batcher:
    """Turns rows into batches, the same ones at every call with the same epoch."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str], labels: Labels) -> None:
        self._tokenizer = tokenizer
        self._texts = texts
        self._labels = labels

    def epoch(self, indices: Sequence[int], recipe: Recipe, epoch: int) -> list[Batch]:
        """Return the epoch's batches in the order in which they are learned."""
        # Noise and order only: nothing here is a secret.
        random = Random(f"{recipe.seed}/{epoch}")  # noqa: S311
        texts = [
            noisy(self._texts[index], random)
            if random.random() < recipe.noisy_share
            else self._texts[index]
            for index in indices
        ]
        tokens = self._tokens(texts, recipe.window_tokens)
        batches = [
            self._batch([tokens[at] for at in chosen], [indices[at] for at in chosen])
            for chosen in _grouped([len(ids) for ids in tokens], recipe)
        ]
        random.shuffle(batches)
        return batches

    def _tokens(self, texts: list[str], window_tokens: int) -> list[list[int]]:
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(window_tokens)
        self._tokenizer.encode_special_tokens = True
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(texts)]

    def _batch(self, tokens: list[list[int]], indices: list[int]) -> Batch:
        longest = max(map(len, tokens))
        ids = np.zeros((len(tokens), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, own in enumerate(tokens):
            ids[row, : len(own)] = own
            mask[row, : len(own)] = 1
        return Batch(ids, mask, self._labels[indices])


def _grouped(lengths: Sequence[int], recipe: Recipe) -> Iterator[list[int]]:
    """Yield positions of similar length that together, padded, stay within the batch's budget."""
    group: list[int] = []
    # A stable sort of shuffled rows: neighbours in length are strangers in everything else.
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        padded = (len(group) + 1) * lengths[at]
        if group and (len(group) == recipe.batch_rows or padded > recipe.batch_tokens):
            yield group
            group = []
        group.append(at)
    if group:
        yield group
