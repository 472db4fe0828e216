"""Pictures of a table, drawn as SVG: bars and lines over days, bars and intervals by row.

Colours, widths and fonts are the stylesheet's (desk-figures.css), by class: `series-0` and so on.
"""

from collections.abc import Callable, Iterator
from datetime import date
from xml.etree.ElementTree import Element

from django.utils.safestring import SafeString

from moderation.figures.frame import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Scale,
    add,
    markup,
    picture,
)
from moderation.figures.table import Cell, Table, in_words

Draw = Callable[[Table], SafeString]

_HEIGHT = 200.0
_BASE = _HEIGHT - BOTTOM
_DAYS_NAMED = 5
_ROW, _BAR, _GAP = 16.0, 9.0, 8.0
_LABEL = 52


def day_bars(table: Table) -> SafeString:
    """A bar a day and series, beside each other."""
    svg, scale = _over_days(table)
    slot = (WIDTH - LEFT - RIGHT) / max(len(table.rows), 1)
    series = len(table.drawn)
    width = slot * 0.8 / max(series, 1)
    for row_at, row in enumerate(table.rows):
        for at, value in _numbers(table, row):
            height = value / scale.top * (_BASE - TOP)
            x = LEFT + slot * (row_at + 0.1) + width * at
            add(
                svg,
                "rect",
                class_=f"series-{at}",
                x=x,
                y=_BASE - height,
                width=width,
                height=height,
            )
    return markup(svg)


def day_lines(table: Table) -> SafeString:
    """A line a series; it is broken where a day has no number."""
    svg, scale = _over_days(table)
    slot = (WIDTH - LEFT - RIGHT) / max(len(table.rows), 1)
    for at in range(len(table.drawn)):
        for run in _runs([row[at + 1] for row in table.rows]):
            points = [
                (LEFT + slot * (n + 0.5), _BASE - value / scale.top * (_BASE - TOP))
                for n, value in run
            ]
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            add(svg, "polyline", class_=f"line series-{at}", points=line)
            if len(points) == 1:
                add(svg, "circle", class_=f"series-{at}", cx=points[0][0], cy=points[0][1], r=2.5)
    return markup(svg)


def row_bars(table: Table) -> SafeString:
    """Each row's name, and below it a bar a series with its number.

    A 0 among several is left to the table: many of them would stand in each other's way.
    """
    series = len(table.drawn)
    deep = _ROW + series * (_BAR + 1) + _GAP
    svg = picture(table, TOP + deep * max(len(table.rows), 1))
    scale = Scale.up_to(_highest(table))
    room = WIDTH - 2 * RIGHT - LEFT
    for row_at, row in enumerate(table.rows):
        y = TOP + deep * row_at
        add(svg, "text", _short(row[0]), class_="name", x=RIGHT, y=y + 11)
        for at, value in _numbers(table, row):
            if not value and series > 1:
                continue
            width, top = value / scale.top * room, y + _ROW + at * (_BAR + 1)
            add(svg, "rect", class_=f"series-{at}", x=RIGHT, y=top, width=width, height=_BAR)
            add(svg, "text", in_words(value, table.unit), x=RIGHT + width + 4, y=top + 8)
    return markup(svg)


def row_intervals(table: Table) -> SafeString:
    """Each row's name, its first number as a point and the next two as the ends of a line.

    On a scale from 0 to 1; what lies below 0 (a kappa can) ends at the edge.
    """
    deep = _ROW + _BAR + _GAP
    svg = picture(table, TOP + deep * max(len(table.rows), 1))
    room = WIDTH - 2 * RIGHT - LEFT
    for row_at, row in enumerate(table.rows):
        y = TOP + deep * row_at
        middle = y + _ROW + _BAR / 2
        add(svg, "text", _short(row[0]), class_="name", x=RIGHT, y=y + 11)
        add(svg, "line", class_="grid", x1=RIGHT, x2=RIGHT + room, y1=middle, y2=middle)
        value, low, high = (
            RIGHT + min(max(cell, 0.0), 1.0) * room if isinstance(cell, int | float) else None
            for cell in row[1:4]
        )
        if low is not None and high is not None:
            add(svg, "line", class_="line series-0", x1=low, x2=high, y1=middle, y2=middle)
        if value is not None:
            add(svg, "circle", class_="series-0", cx=value, cy=middle, r=4)
        add(svg, "text", in_words(row[1]), x=RIGHT + room + 6, y=middle + 4)
    return markup(svg)


def _over_days(table: Table) -> tuple[Element, Scale]:
    """Return a picture with its grid and the names of some days."""
    svg = picture(table, _HEIGHT)
    scale = Scale.up_to(_highest(table))
    for mark in scale.marks:
        y = _BASE - mark / scale.top * (_BASE - TOP)
        add(svg, "line", class_="grid", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y)
        add(svg, "text", in_words(mark, table.unit), class_="value", x=LEFT - 5, y=y + 4)
    slot = (WIDTH - LEFT - RIGHT) / max(len(table.rows), 1)
    every = -(-len(table.rows) // _DAYS_NAMED) or 1
    for at, row in list(enumerate(table.rows))[::every]:
        name = f"{date.fromisoformat(str(row[0])):%-d %b}"
        add(svg, "text", name, class_="day", x=LEFT + slot * (at + 0.5), y=_HEIGHT - 6)
    return svg, scale


def _highest(table: Table) -> float:
    return max((value for row in table.rows for _, value in _numbers(table, row)), default=0.0)


def _numbers(table: Table, row: tuple[Cell, ...]) -> Iterator[tuple[int, float]]:
    """Yield the numbers of a row that are drawn, each with the place of its series."""
    for at, cell in enumerate(row[1 : len(table.drawn) + 1]):
        if isinstance(cell, int | float):
            yield at, cell


def _runs(cells: list[Cell]) -> Iterator[list[tuple[int, float]]]:
    """Yield what follows each other without a gap, each number with its place."""
    run: list[tuple[int, float]] = []
    for at, cell in enumerate(cells):
        if isinstance(cell, int | float):
            run.append((at, cell))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _short(name: Cell) -> str:
    text = str(name)
    return text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"
