"""`manage.py pack_languages`: make the language model's file from py3langid's."""

import io
import lzma
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import py3langid
from django.core.management.base import BaseCommand
from py3langid.modelio import load_model

from moderation.detectors.language import CANDIDATES
from moderation.detectors.language_model import LOWEST_WEIGHT, MODEL_FILE, key_of

SOURCE = Path(py3langid.__file__).parent / "data" / "model.npz.xz"


class Command(BaseCommand):
    help = "Pack the weights of py3langid for the languages that the detector tells apart."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file beside the detector; the same py3langid gives the same file."""
        weights, priors, codes, moves, rows, outputs = load_model(SOURCE)
        columns = [index for index, code in enumerate(codes) if code in CANDIDATES]
        sequences = _sequences(np.asarray(moves).reshape(-1, 256), rows, outputs)
        keys = np.array([key_of(sequence) for sequence in sequences.values()], dtype=np.uint64)
        chosen = np.asarray(weights, dtype=np.float32)[list(sequences)][:, columns]
        order = np.argsort(keys)
        step = (float(chosen.max()) - LOWEST_WEIGHT) / 255
        packed = np.clip(np.round((chosen[order] - LOWEST_WEIGHT) / step), 0, 255)
        buffer = io.BytesIO()
        np.savez(
            buffer,
            codes=np.array([codes[column] for column in columns]),
            keys=keys[order],
            weights=packed.astype(np.uint8),
            priors=np.asarray(priors, dtype=np.float32)[columns],
            step=np.float64(step),
        )
        MODEL_FILE.write_bytes(lzma.compress(buffer.getvalue()))
        self.stdout.write(f"{len(keys)} sequences, {len(columns)} columns, {MODEL_FILE}")


def _sequences(moves: npt.NDArray[Any], rows: Any, outputs: list[int]) -> dict[int, bytes]:
    """Return the byte sequence of each feature: the shortest path that ends in it.

    Longer paths to the same feature only end in the same bytes; the automaton has no loops that
    come back to a longer one.
    """
    paths, waiting = {0: b""}, deque([0])
    sequences: dict[int, bytes] = {}
    while waiting:
        state = waiting.popleft()
        for byte, following in enumerate(moves[rows[state]].tolist()):
            if following in paths:
                continue
            paths[following] = paths[state] + bytes([byte])
            waiting.append(following)
            if outputs[following] >= 0:
                sequences.setdefault(outputs[following], paths[following])
    return sequences
