"""How likely a text is in each of 74 languages: naive Bayes over its byte sequences.

The numbers are those of py3langid (docs/detectors.md), which holds 90 MB of memory: here its
byte automaton is a sorted table of the sequences it knows, and a weight is one byte.
`manage.py pack_languages` makes the file anew.
"""

import io
import lzma
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

MODEL_FILE = Path(__file__).with_name("languages.npz.xz")
# A sequence is a number: its length in the top byte, its bytes below.
LONGEST, SHORTEST = 6, 2
LOWEST_WEIGHT = -15.0


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """`weights[i]` are those of the sequence `keys[i]`, in steps of `step`, one per code.

    A code stands there more than once where its language is written in several scripts.
    """

    codes: tuple[str, ...]
    keys: npt.NDArray[np.uint64]
    weights: npt.NDArray[np.uint8]
    priors: npt.NDArray[np.float32]
    step: float

    def probabilities(self, text: str) -> dict[str, float]:
        """Return each language's share in the certainty of 1.0; {} for a text without a trace."""
        letters = unicodedata.normalize("NFC", text).encode("utf-8", "replace")
        known, counts = np.unique(self._sequences(letters), return_counts=True)
        if not known.size:
            return {}
        logs = np.log1p(counts).astype(np.float32)
        scores = logs @ self.weights[known].astype(np.float32) * self.step + self.priors
        # The root of the length keeps shares comparable between short and long texts.
        scores /= np.sqrt(len(letters))
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        merged: dict[str, float] = {}
        for code, share in zip(self.codes, shares.tolist(), strict=True):
            merged[code] = merged.get(code, 0.0) + share
        return merged

    def _sequences(self, letters: bytes) -> npt.NDArray[np.int64]:
        """Return, for each place where a known sequence ends, the index of the longest one."""
        each = np.frombuffer(letters, dtype=np.uint8).astype(np.uint64)
        found = np.full(each.size, -1, dtype=np.int64)
        for length in range(min(LONGEST, each.size), SHORTEST - 1, -1):
            keys = np.full(each.size - length + 1, length << 56, dtype=np.uint64)
            for place in range(length):
                shift = np.uint64(8 * (length - 1 - place))
                keys |= each[place : place + keys.size] << shift
            at = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
            ends = found[length - 1 :]
            fresh = (self.keys[at] == keys) & (ends < 0)
            ends[fresh] = at[fresh]
        return found[found >= 0]


@cache
def language_model() -> LanguageModel:
    """Load the model once a process: 0.1 s and 10 MB (measured)."""
    with np.load(io.BytesIO(lzma.decompress(MODEL_FILE.read_bytes()))) as stored:
        return LanguageModel(
            codes=tuple(stored["codes"].tolist()),
            keys=stored["keys"],
            weights=stored["weights"],
            priors=stored["priors"],
            step=float(stored["step"]),
        )


def key_of(sequence: bytes) -> int:
    """Return the number under which a sequence is looked up."""
    return len(sequence) << 56 | int.from_bytes(sequence, "big")
