"""One training run: epochs of batches, a state on disk every few minutes, progress to whoever asks.

A run that was killed goes on from its state, which is its caller's to remove.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from moderation.labelled_rows import LabelledRow
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.manifest import sha256_of
from moderation.training.batches import Batch, Batcher
from moderation.training.mix import epoch_rows, labels_of
from moderation.training.network import Learner, open_network
from moderation.training.recipe import Recipe

_SAVED_EVERY = 300.0
_TOLD_EVERY = 20.0
VALID = "valid"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands. `loss` is the mean since the last report; `valid_loss` ends an epoch."""

    epoch: int
    step: int
    steps: int
    loss: float
    rows_per_second: float
    valid_loss: float | None = None

    def __str__(self) -> str:
        valid = "" if self.valid_loss is None else f", on the held-out rows {self.valid_loss:.4f}"
        return (
            f"epoch {self.epoch + 1}, step {self.step} of about {self.steps}, loss {self.loss:.4f}"
            f"{valid}, {self.rows_per_second:.0f} rows/s"
        )


Report = Callable[[Progress], None]


def train(
    rows: Sequence[LabelledRow], recipe: Recipe, *, start: Path, state: Path, report: Report
) -> Any:
    """Return the network, with its averaged weights, that was trained on the rows outside `valid`.

    `start` is a folder with a network and its tokenizer, `state` the file to go on from and to
    keep. Raises ScorerUnavailable when either cannot be read, ValueError without rows to learn.
    """
    learned = [row for row in rows if row.split != VALID]
    if not learned:
        raise ValueError("No row to learn from: every row belongs to the split `valid`.")
    torch.manual_seed(recipe.seed)
    run = _Run(learned, [row for row in rows if row.split == VALID], recipe, start)
    run.resume(state)
    run.to_the_end(state, report)
    return run.learner.result()


class _Run:
    def __init__(
        self, rows: list[LabelledRow], held_out: list[LabelledRow], recipe: Recipe, start: Path
    ) -> None:
        self._recipe = recipe
        tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
        self._orders = [epoch_rows(rows, recipe, epoch) for epoch in range(recipe.epochs)]
        self._batcher = _batcher(tokenizer, rows, recipe)
        self._valid = _batches_of(tokenizer, held_out, recipe)
        # Noise moves the lengths, and so the number of batches, a little: the rate ends near zero.
        steps = len(self._epoch(0)) * recipe.epochs
        self.learner = Learner(open_network(start, recipe.attributes), recipe, steps)
        self._steps = steps
        self._facts = {"rows": _digest_of(rows), "recipe": repr(recipe), "start": _digest(start)}

    def resume(self, state: Path) -> None:
        if not state.exists():
            return
        saved = torch.load(state, weights_only=True)
        if saved["facts"] != self._facts:
            raise ScorerUnavailable(
                f"The state in {state} belongs to another run (other rows or another recipe): "
                "finish that run, or delete the file."
            )
        self.learner.resume(saved)

    def to_the_end(self, state: Path, report: Report) -> None:
        done = 0
        for epoch in range(self._recipe.epochs):
            batches = self._epoch(epoch)
            todo = batches[max(0, self.learner.step - done) :]
            done += len(batches)
            if todo:
                self._learn(epoch, todo, state, report)

    def _epoch(self, epoch: int) -> list[Batch]:
        return self._batcher.epoch(self._orders[epoch], self._recipe, epoch)

    def _learn(self, epoch: int, batches: list[Batch], state: Path, report: Report) -> None:
        told = saved = time.monotonic()
        losses: list[float] = []
        rows = 0
        for batch in batches:
            losses.append(self.learner.learn(batch))
            rows += len(batch.ids)
            now = time.monotonic()
            if now - told > _TOLD_EVERY:
                report(self._progress(epoch, losses, rows / (now - told)))
                losses, rows, told = [], 0, now
            if now - saved > _SAVED_EVERY:
                self._save(state)
                saved = now
        self._save(state)
        speed = rows / max(time.monotonic() - told, 1e-9)
        report(self._progress(epoch, losses, speed, self._valid_loss()))

    def _progress(
        self, epoch: int, losses: list[float], speed: float, valid_loss: float | None = None
    ) -> Progress:
        loss = float(np.mean(losses)) if losses else float("nan")
        return Progress(epoch, self.learner.step, self._steps, loss, speed, valid_loss)

    def _valid_loss(self) -> float | None:
        if not self._valid:
            return None
        return float(np.mean([self.learner.loss(batch) for batch in self._valid]))

    def _save(self, state: Path) -> None:
        """Write beside, then rename: a kill leaves the old state or the new one, never half."""
        fresh = state.with_suffix(".fresh")
        torch.save({**self.learner.state(), "facts": self._facts}, fresh)
        fresh.replace(state)


def _digest_of(rows: list[LabelledRow]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr((row.text, sorted(row.labels.items()), row.source)).encode())
    return digest.hexdigest()


def _digest(start: Path) -> str:
    return sha256_of(start / "model.safetensors")


def _batcher(tokenizer: Tokenizer, rows: list[LabelledRow], recipe: Recipe) -> Batcher:
    return Batcher(tokenizer, [row.text for row in rows], labels_of(rows, recipe))


def _batches_of(tokenizer: Tokenizer, rows: list[LabelledRow], recipe: Recipe) -> list[Batch]:
    if not rows:
        return []
    return _batcher(tokenizer, rows, recipe).epoch(range(len(rows)), recipe, 0)
