"""Texts with labels, one row at a time: what training and evaluation read."""

import csv
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

TEXT, SOURCE, SPLIT = "text", "source", "split"


class RowRefused(ValueError):
    """A file or a row that cannot be read; the message names the file and the row."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A text and what people said of it.

    `labels` maps an attribute to the share of annotators who saw it, in [0, 1]. An attribute that
    nobody judged is absent, which is not the same as 0. `facets` holds every other column as text.
    """

    text: str
    labels: Mapping[str, float]
    source: str
    split: str
    facets: Mapping[str, str]


def read_rows(path: Path, attributes: Iterable[str]) -> Iterator[LabelledRow]:
    """Yield the rows of a CSV or JSONL file, either of them also gzipped, in their order.

    A row needs a `text`; `source` and `split` may be missing and are then the file's name and "".
    An empty cell, a JSON null and a missing column all mean "not labelled". Raises RowRefused,
    where the file has rows of another shape or a label that is no number in [0, 1].
    """
    wanted = frozenset(attributes)
    with _opened(path) as file:
        for number, cells in _numbered(path, file):
            yield _row(path, number, cells, wanted)


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _numbered(path: Path, file: IO[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    name = path.name.removesuffix(".gz")
    if name.endswith(".csv"):
        # A comment of 10,000 letters in a quoted cell is far below this bound.
        csv.field_size_limit(1_000_000)
        yield from enumerate(csv.DictReader(file), start=2)
    elif name.endswith(".jsonl"):
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _json_object(path, number, line)
    else:
        raise RowRefused(f"{path} is neither .csv nor .jsonl (nor one of them with .gz).")


def _json_object(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RowRefused(f"{path}, line {number}: no JSON ({type(error).__name__}).") from error
    if not isinstance(cells, dict):
        raise RowRefused(f"{path}, line {number}: no JSON object.")
    return cells


def _row(path: Path, number: int, cells: Mapping[str, Any], wanted: frozenset[str]) -> LabelledRow:
    text = cells.get(TEXT)
    if not isinstance(text, str) or not text.strip():
        raise RowRefused(f'{path}, row {number}: there is no "{TEXT}".')
    labels = {
        attribute: _share(path, number, attribute, cells[attribute])
        for attribute in sorted(wanted & cells.keys())
        if cells[attribute] not in ("", None)
    }
    own = chain(wanted, (TEXT, SOURCE, SPLIT, None))
    return LabelledRow(
        text=text,
        labels=labels,
        source=str(cells.get(SOURCE) or path.name),
        split=str(cells.get(SPLIT) or ""),
        facets={key: str(cells[key]) for key in sorted(cells.keys() - set(own)) if cells[key]},
    )


def _share(path: Path, number: int, attribute: str, cell: Any) -> float:
    try:
        share = float(cell)
    except (TypeError, ValueError):
        share = float("nan")
    if not 0 <= share <= 1:  # true for NaN too
        raise RowRefused(f"{path}, row {number}: {attribute} is {cell!r}, no number in [0, 1].")
    return share
