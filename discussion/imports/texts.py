"""What is stored of a text from elsewhere: clean (discussion.body), whole, and told where it was
not.
"""

import re
from dataclasses import dataclass
from typing import Literal

from discussion.body import MAX_CODE_POINTS, BodyRefused, clean_body
from discussion.imports.html import markdown_of
from discussion.imports.records import Markup

# What a text cannot hold and nobody can see: taken out, and told. Line ends are body.py's.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(17))
    + "]"
)
_NEXT_LINE = re.compile("\x85")
# Where a long text may be cut, the best first.
_CUTS = ("\n\n", "\n", ". ", " ")
# A part has at least this share of what fits, or it is cut at a worse place.
_LEAST = MAX_CODE_POINTS // 2
MAX_PARTS = 50

Code = Literal["repaired", "split"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The parts of a text, most often one, each fit to be stored; and what was done to it."""

    parts: tuple[str, ...]
    told: tuple[Code, ...] = ()


def prepared(body: str, markup: Markup) -> Prepared:
    """Return what is stored of the text, whole. Raises BodyRefused for what cannot be a comment."""
    told: list[Code] = []
    visible = _INVISIBLE.sub("", _NEXT_LINE.sub("\n", body))
    if visible != body:
        told.append("repaired")
    text = visible if markup == "text" else markdown_of(visible, lines=markup == "html-lines")
    text = text.strip()
    if len(text) <= MAX_CODE_POINTS:
        return Prepared((clean_body(text),), tuple(told))
    parts = _parts(text)
    return Prepared(tuple(clean_body(part) for part in parts), (*told, "split"))


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    while len(text) > MAX_CODE_POINTS:
        if len(parts) == MAX_PARTS - 1:
            raise BodyRefused("body-too-long", f"It is longer than {MAX_PARTS} comments.")
        cut = _cut(text)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text] if text else parts


def _cut(text: str) -> int:
    for mark in _CUTS:
        at = text.rfind(mark, 0, MAX_CODE_POINTS)
        if at >= _LEAST:
            return at + len(mark)
    return MAX_CODE_POINTS
