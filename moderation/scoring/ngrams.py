"""A linear model over hashed n-grams, blended with the transformer's logits.

It reads letters, the transformer reads pieces of words: they fail differently, and rare labels gain
most. Words (one and two in a row) and runs of 3 to 5 bytes are hashed into a fixed table.
"""

import zipfile
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.manifest import Manifest

TABLE = "ngrams.npz"

_BASE = np.uint64(0x9E3779B97F4A7C15)
_LENGTHS = (3, 4, 5)
# Enough to know what a text is like; a longer one is also read in windows by the transformer.
_MOST_BYTES = 4000

Floats = npt.NDArray[np.float64]


class NgramModel:
    """`logits` and `blend`, from the arrays of one file."""

    def __init__(
        self, table: npt.NDArray[np.int8], scale: Floats, bias: Floats, mix: Floats
    ) -> None:
        """`table` is buckets x attributes, `scale` and `bias` by attribute; `mix` is attributes x
        3: the weight of the transformer's logit, of the n-grams' logit, and a constant.
        """
        self._table = table
        self._scale = scale
        self._bias = bias
        self._mix = mix

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the model of an .npz file, of which nothing is unpickled."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["table"], arrays["scale"], arrays["bias"], arrays["mix"])

    def write(self, path: Path) -> None:
        """Write the file that `read` reads."""
        np.savez_compressed(
            path, table=self._table, scale=self._scale, bias=self._bias, mix=self._mix
        )

    def with_mix(self, mix: Floats) -> "NgramModel":
        """Return the same table with another blend."""
        return NgramModel(self._table, self._scale, self._bias, mix)

    def logits(self, text: str) -> Floats:
        """Return the linear model's logit of each attribute."""
        found = buckets(text, len(self._table))
        if not len(found):
            return self._bias
        weights = self._table[found].sum(axis=0, dtype=np.int64)
        logits: Floats = weights * self._scale / np.sqrt(len(found)) + self._bias
        return logits

    def blend(self, transformer: Floats, ngrams: Floats) -> Floats:
        """Return the logits of both models together; leading axes are free."""
        blended: Floats = transformer * self._mix[:, 0] + ngrams * self._mix[:, 1] + self._mix[:, 2]
        return blended


def read_ngrams(folder: Path, manifest: Manifest) -> NgramModel | None:
    """Return the n-gram model of a scorer's folder, None where it has none.

    Raises ScorerUnavailable where the file is no model of these attributes.
    """
    if TABLE not in manifest.files:
        return None
    try:
        model = NgramModel.read(folder / TABLE)
        answer = model.blend(np.zeros(len(manifest.attributes)), model.logits("a text"))
    except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        raise ScorerUnavailable(
            f"The file {folder / TABLE} is no n-gram model for {len(manifest.attributes)} "
            f"attributes ({type(error).__name__}): restore the folder from its source."
        ) from error
    if answer.shape != (len(manifest.attributes),):
        raise ScorerUnavailable(
            f"The n-gram model in {folder} answers {answer.shape} numbers, its manifest names "
            f"{len(manifest.attributes)} attributes: restore the folder from its source."
        )
    return model


def buckets(text: str, size: int) -> npt.NDArray[np.int64]:
    """Return the buckets, in [0, size), of the distinct n-grams of a text, in ascending order."""
    words = text.lower().split()
    letters = np.frombuffer((" " + " ".join(words) + " ").encode()[:_MOST_BYTES], dtype=np.uint8)
    hashes = [*_runs(letters.astype(np.uint64)), _words(letters)]
    return np.unique(np.concatenate(hashes) % np.uint64(size)).astype(np.int64)


def _runs(letters: npt.NDArray[np.uint64]) -> list[npt.NDArray[np.uint64]]:
    """Return one hash for each run of letters, of each length."""
    return [
        _stirred(_rolled(letters, length), length) for length in _LENGTHS if len(letters) >= length
    ]


def _rolled(letters: npt.NDArray[np.uint64], length: int) -> npt.NDArray[np.uint64]:
    rolled = np.zeros(len(letters) - length + 1, dtype=np.uint64)
    for offset in range(length):
        rolled = (rolled << np.uint64(8)) | letters[offset : len(rolled) + offset]
    return rolled


def _words(letters: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return one hash for each word and one for each pair of neighbours.

    A word's hash is the sum of its letters' values, each stirred with its place in the word.
    """
    blanks = np.flatnonzero(letters == ord(" "))
    starts = blanks[:-1] + 1
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    places = np.arange(len(letters)) - np.repeat(
        np.concatenate(([0], starts)), np.diff(np.concatenate(([0], starts, [len(letters)])))
    )
    values = _stirred(letters.astype(np.uint64) + (places.astype(np.uint64) << np.uint64(8)), 7)
    words = _stirred(np.add.reduceat(values, starts), 1)
    pairs = _stirred(words[:-1] * np.uint64(3) + words[1:], 2)
    return np.concatenate((words, pairs))


def _stirred(values: npt.NDArray[np.uint64], kind: int) -> npt.NDArray[np.uint64]:
    """Spread values over 64 bits, those of each kind in their own way (multiply and fold)."""
    mixed = (values + np.uint64(kind)) * _BASE
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _BASE
    return mixed ^ (mixed >> np.uint64(32))
