"""What the pictures are made of: elements of SVG, and the scale of an axis."""

import math
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString

from moderation.figures.table import Table, in_words

WIDTH = 400
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 8, 22
_STEPS = 4
# Anything below shows as nothing.
_LEAST = 1e-6
# A document of XML may hold no other character, however written.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from 0 to `top`, which is the highest value or a little more."""

    top: float
    step: float

    @classmethod
    def up_to(cls, highest: float) -> "Scale":
        """Return the scale with about four round steps that the value fits on."""
        if highest < _LEAST:
            return cls(1.0, 1.0)
        power = 10.0 ** math.floor(math.log10(highest / _STEPS))
        step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power * _STEPS >= highest * 0.999)
        return cls(step * math.ceil(highest / step - 0.001), step)

    @property
    def marks(self) -> list[float]:
        """Where the grid has its lines, from 0 up."""
        return [n * self.step for n in range(round(self.top / self.step) + 1)]


def picture(table: Table, height: float) -> Element:
    """Return an empty picture of the table that says what it shows."""
    title, desc = f"{table.name}-title", f"{table.name}-desc"
    svg = Element(
        "svg",
        {
            "class": "chart",
            "viewBox": f"0 0 {WIDTH} {round(height, 1)}",
            "role": "img",
            "aria-labelledby": f"{title} {desc}",
        },
    )
    add(svg, "title", table.title, id=title)
    add(svg, "desc", summary(table), id=desc)
    return svg


def add(parent: Element, tag: str, text: str = "", **attributes: str | float) -> Element:
    """Append an element. `class_` is `class`, other underscores are hyphens; numbers are rounded to
    a tenth."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    child = SubElement(
        parent,
        tag,
        {
            name: value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
            for name, value in names.items()
        },
    )
    child.text = _NOT_XML.sub("", text) or None
    return child


def markup(svg: Element) -> SafeString:
    """Return the picture for a page. Every text in it was escaped here."""
    return SafeString(tostring(svg, encoding="unicode"))


def summary(table: Table) -> str:
    """Return the picture in a sentence a series; the table says the rest."""
    return " ".join(
        f"{name}: {_range([row[at] for row in table.rows], table.unit)}."
        for at, name in enumerate(table.drawn, start=1)
    )


def _range(cells: list[str | int | float | None], unit: str) -> str:
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    if not numbers:
        return "nothing"
    low, high = in_words(min(numbers), unit), in_words(max(numbers), unit)
    return low if low == high else f"from {low} to {high}"
