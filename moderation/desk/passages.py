"""A comment's text, cut where a producer found something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the text; `why` says what was found in it, empty for nothing."""

    text: str
    why: str = ""


def passages(text: str, spans: Iterable[Sequence[object]]) -> list[Passage]:
    """Return the text as passages that together are the text again.

    `spans` are [start, end, why] in code points, as signals store them; they may overlap, and what
    lies outside the text or has no length marks nothing.
    """
    marks = [mark for span in spans if (mark := _within(text, span)) is not None]
    edges = sorted({0, len(text), *(edge for start, end, _ in marks for edge in (start, end))})
    cut: list[Passage] = []
    for start, end in pairwise(edges):
        found = [w for mark_start, mark_end, w in marks if mark_start <= start and end <= mark_end]
        cut.append(Passage(text[start:end], ", ".join(dict.fromkeys(found))))
    return cut


def _within(text: str, span: Sequence[object]) -> tuple[int, int, str] | None:
    start, end, why = span
    if not (isinstance(start, int) and isinstance(end, int)):
        return None
    start, end = max(start, 0), min(end, len(text))
    return (start, end, str(why) or "found") if start < end else None
