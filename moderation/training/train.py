"""From rows to a pinned folder: the network, the n-gram model beside it, their blend, the proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from moderation.labelled_rows import LabelledRow
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.detoxify import pin_folder
from moderation.scoring.manifest import Manifest, read_manifest, verify_files
from moderation.scoring.ngrams import TABLE, Floats, NgramModel
from moderation.scoring.windows import WindowReader
from moderation.training.folder import write_folder
from moderation.training.mix import labels_of
from moderation.training.network import open_network
from moderation.training.new_folder import new_folder
from moderation.training.ngram_table import blended, train_table
from moderation.training.recipe import Recipe
from moderation.training.run import VALID, Report, train


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a folder is made from: rows, the recipe, and the languages that the rows are in."""

    rows: Sequence[LabelledRow]
    recipe: Recipe
    languages: frozenset[str]


def train_folder(
    lesson: Lesson, *, start: Path, out: Path, threads: int, report: Report
) -> Manifest:
    """Train on the rows outside the split `valid`, calibrate on those in it, write and pin `out`.

    Without `valid` rows the blend stays uncalibrated. A run that was stopped goes on from the file
    beside `out` that ends in `.state`. Raises ScorerUnavailable, ValueError.
    """
    torch.set_num_threads(threads)
    state = out.with_name(out.name + ".state")
    network = train(lesson.rows, lesson.recipe, start=start, state=state, report=report)
    table = train_table([row for row in lesson.rows if row.split != VALID], lesson.recipe)
    manifest = _written(network, table, lesson, start, out)
    state.unlink(missing_ok=True)
    return manifest


def merge_folders(shares: Mapping[Path, float], lesson: Lesson, *, out: Path) -> Manifest:
    """Write and pin `out`, whose weights are the mean of several trainings', by their shares.

    All began with the same weights, or their mean is noise. The first folder's n-gram model is
    taken, and the blend calibrated anew. Raises ScorerUnavailable for a folder that is not proved.
    """
    first, *others = shares
    for folder in shares:
        verify_files(folder, read_manifest(folder))
    network = open_network(first, lesson.recipe.attributes)
    weights = {name: value * shares[first] for name, value in network.state_dict().items()}
    for folder in others:
        other = open_network(folder, lesson.recipe.attributes).state_dict()
        if other.keys() != weights.keys():
            raise ScorerUnavailable(f"{folder} and {first} are of different build.")
        weights = {name: value + other[name] * shares[folder] for name, value in weights.items()}
    network.load_state_dict(weights)
    return _written(network.eval(), NgramModel.read(first / TABLE), lesson, first, out)


def _written(network: Any, table: NgramModel, lesson: Lesson, start: Path, out: Path) -> Manifest:
    recipe, held_out = lesson.recipe, [row for row in lesson.rows if row.split == VALID]
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    texts = [row.text for row in held_out]
    logits = _logits(network, tokenizer, texts, recipe.window_tokens)
    table = blended(table, logits, texts, labels_of(held_out, recipe))
    with new_folder(out) as fresh:
        write_folder(network, start, fresh, window_tokens=recipe.window_tokens)
        table.write(fresh / TABLE)
        # It sets one thread for good: it is the last thing here that computes.
        return pin_folder(fresh, out.name, lesson.languages)


def _logits(network: Any, tokenizer: Tokenizer, texts: Sequence[str], window: int) -> Floats:
    """Return rows x attributes, each text's first window, read as a scorer reads it."""
    reader = WindowReader(tokenizer, window, window // 4)
    rows = []
    with torch.inference_mode():
        for text in texts:
            ids = torch.tensor([reader.windows(text)[0].ids])
            rows.append(network(input_ids=ids, attention_mask=torch.ones_like(ids)).logits[0])
    if not rows:
        return np.zeros((0, network.config.num_labels))
    logits: Floats = torch.stack(rows).double().numpy()
    return logits
