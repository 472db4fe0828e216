"""Text that remembers where each of its code points came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Traced:
    """`offsets[i]` is the index, in the author's own text, of what became `text[i]`."""

    text: str
    offsets: Sequence[int]

    @classmethod
    def whole(cls, text: str) -> Traced:
        return cls(text, range(len(text)))

    def part(self, start: int, end: int) -> Traced:
        return Traced(self.text[start:end], self.offsets[start:end])

    def respelled(self, text: str) -> Traced:
        """Say the same in other letters: the first and last still point at the first and last."""
        if not text or not self.offsets:
            return NOTHING
        last, steps = len(self.offsets) - 1, max(len(text) - 1, 1)
        return Traced(text, [self.offsets[i * last // steps] for i in range(len(text))])

    def turned(self) -> Traced:
        return Traced(self.text[::-1], self.offsets[::-1])

    def edited(self, edits: Sequence[Edit]) -> Traced:
        """Replace stretches; the edits are in order and do not overlap."""
        if not edits:
            return self
        pieces, at = [], 0
        for start, end, piece in edits:
            pieces += [self.part(at, start), piece]
            at = end
        return join([*pieces, self.part(at, len(self.text))])


# Start and end in the text as it is, and what takes the place of that stretch.
Edit = tuple[int, int, Traced]
NOTHING = Traced("", ())


def join(pieces: Iterable[Traced]) -> Traced:
    listed = list(pieces)
    return Traced(
        "".join(piece.text for piece in listed),
        list(chain.from_iterable(piece.offsets for piece in listed)),
    )
