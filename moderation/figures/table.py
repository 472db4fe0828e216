"""Numbers with their names: what a picture is drawn from, what is read aloud, and what is CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Cell = str | int | float | None
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows whose first column says what they are about. `name` is a file name.

    The first `series` columns of numbers are drawn, 0 for all; the others are only for readers.
    `unit` is that of what is drawn; `%` means shares in [0, 1]. None is "nothing was there to be
    measured".
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    says: str = ""
    unit: str = ""
    series: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether it has no number other than 0."""
        return not any(cell for row in self.rows for cell in row[1:])

    @property
    def drawn(self) -> tuple[str, ...]:
        """The names of what is drawn."""
        return self.columns[1:][: self.series or None]

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """Return the rows in words: what a row is about, and its numbers."""
        return [(str(row[0]), [*self._words(row[1:])]) for row in self.rows]

    def _words(self, cells: Sequence[Cell]) -> Iterator[str]:
        for at, cell in enumerate(cells):
            yield in_words(cell, self.unit if at < len(self.drawn) else "")


def in_words(cell: Cell, unit: str = "") -> str:
    """Return a number as people read it; a dash for none."""
    match cell:
        case None:
            return "—"
        case str():
            return cell
    if unit == "%":
        return f"{cell:.1%}"
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.2f}".rstrip("0").rstrip(".")


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return the rows as CSV with a heading, none of its texts a formula to a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: Cell) -> Cell:
    """Return a text that begins like a formula behind an apostrophe; anything else as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
