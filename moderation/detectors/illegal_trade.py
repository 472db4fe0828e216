"""`illegal_trade`: somebody offers or seeks goods that may not be sold, and can be reached.

Goods alone are news, an offer alone is a flea market. What holds is goods with an offer, and, where
the goods have an innocent meaning or may be sold by some, also terms and a way to get in touch.
Talk of police and law, warnings and jokes weighs against it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.detectors import word_file
from moderation.detectors.base import Finding, Material, Span, make_producer
from moderation.detectors.word_file import read_kinds
from moderation.text import sentences

WORDS_FILE = Path(__file__).with_name("illegal_trade_words.txt")

_KINDS = {
    kind: re.compile(
        rf"(?<!\w)(?:{words})(?!\w)" if kind in ("unmistakable", "ambiguous") else words
    )
    for kind, words in read_kinds(WORDS_FILE).items()
}
_GOODS = {"unmistakable": 1.0, "ambiguous": 0.5}
_TRADE = {"offer": 1.0, "contact": 1.0, "terms": 0.5}
_EXCUSE = 1.0
# The sum that holds: goods by their name and an offer, or the innocent name with both.
_BAR = 2.0
_VALUES = ((3.0, 0.9), (2.5, 0.75), (_BAR, 0.6), (1.5, 0.3))

# Start and end in the folded text.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Trade:
    total: float = 0.0
    marks: tuple[tuple[int, int, str], ...] = ()


class IllegalTrade:
    attributes: tuple[str, ...] = ("illegal_trade",)
    producer = make_producer(
        "illegal_trade", "1", Path(__file__), Path(str(word_file.__file__)), WORDS_FILE
    )

    def detect(self, material: Material) -> list[Finding]:
        """Return the value of the sentence, with its neighbours, that trades the most."""
        seen = material.views
        text = seen.folded.replace("\u2019", "'")
        weighed = (_weigh(text, window) for window in _windows(text))
        most = max(weighed, key=lambda trade: trade.total, default=_Trade())
        value = next((value for bar, value in _VALUES if most.total >= bar), 0.0)
        marks = most.marks if value else ()
        spans = tuple(Span(*seen.original_span(start, end), why) for start, end, why in marks)
        return [Finding(self.attributes[0], value, self.producer, spans)]


def _windows(text: str) -> Iterator[Stretch]:
    """Yield each sentence with goods together with the sentences beside it."""
    if not any(_KINDS[kind].search(text) for kind in _GOODS):
        return
    spans = sentences(text)
    for index, (start, end) in enumerate(spans):
        if any(_KINDS[kind].search(text, start, end) for kind in _GOODS):
            yield spans[max(0, index - 1)][0], spans[min(index + 1, len(spans) - 1)][1]


def _weigh(text: str, window: Stretch) -> _Trade:
    """Add up what speaks for trade in a window, and take off what speaks of trade."""
    found = {kind: _KINDS[kind].search(text, *window) for kind in (*_GOODS, *_TRADE)}
    goods = max(weight for kind, weight in _GOODS.items() if found[kind])
    total = goods + sum(weight for kind, weight in _TRADE.items() if found[kind])
    if more := found["terms"]:
        total += _TRADE["terms"] * bool(_KINDS["terms"].search(text, more.end(), window[1]))
    if _KINDS["excuse"].search(text, *window):
        total -= _EXCUSE
    marks = ((match.start(), match.end(), kind) for kind, match in found.items() if match)
    return _Trade(total, tuple(sorted(marks)))
