"""What a model lately said of a window, so that the same one is not read twice."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from moderation.scoring.ngrams import Floats

# Token ids of one window -> logits in the order of the manifest's attributes.
Judge = Callable[[Sequence[int]], Floats]

# Some hundreds of bytes each; a claim and the texts of its marks are about a thousand.
MOST_WINDOWS = 4_096


class RememberedWindows:
    """Answers a window that it answered before from memory; for one model, and one process.

    The same window always has the same logits, since it is judged by itself. Neither text nor
    tokens are kept, only a digest under a key that nobody else knows; what is no number is a fault
    and never kept: the next reading asks the model again.
    """

    def __init__(self, judge: Judge, most: int = MOST_WINDOWS) -> None:
        self._judge = judge
        self._most = most
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, Floats] = OrderedDict()

    def __call__(self, ids: Sequence[int]) -> Floats:
        place = self._place(ids)
        known = self._known.pop(place, None)
        logits = self._judge(ids) if known is None else known
        if np.isfinite(logits).all():
            self._known[place] = logits
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return logits

    def _place(self, ids: Sequence[int]) -> bytes:
        tokens = np.asarray(ids, dtype=np.int64).tobytes()
        return hashlib.blake2b(tokens, digest_size=16, key=self._key).digest()
