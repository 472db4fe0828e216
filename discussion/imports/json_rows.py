"""JSON objects in a row: one a line, or the items of one long array, never all at once."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import ijson

from articles.strict_json import JsonRefused, read_object
from discussion.imports.files import SourceFile
from discussion.imports.records import SourceUnreadable

Row = tuple[str, dict[str, Any]]


def rows(file: SourceFile) -> Iterator[Row]:
    """Yield each object with its place, a line or an item. Raises SourceUnreadable."""
    yield from _items(file) if file.first_byte() == b"[" else _lines(file)


def _lines(file: SourceFile) -> Iterator[Row]:
    for number, line in file.lines():
        where = f"line {number:,}"
        try:
            yield where, read_object(line)
        except JsonRefused as error:
            raise SourceUnreadable(where, error.detail) from error


def _items(file: SourceFile) -> Iterator[Row]:
    number = 0
    with file.opened() as opened:
        try:
            for item in ijson.items(opened, "item", use_float=True):
                number += 1
                if not isinstance(item, dict):
                    raise SourceUnreadable(f"item {number:,}", "it is no object")
                yield f"item {number:,}", item
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
            place = f"after item {number:,}, before byte {file.done:,}"
            raise SourceUnreadable(place, f"it is not JSON: {error}") from error


def text_in(row: dict[str, Any], name: str) -> str:
    """Return the member as text: numbers as they are written, nothing for null."""
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, dict) and len(value) == 1:
        # MongoDB writes what JSON has no type for as {"$oid": "…"}.
        value = next(iter(value.values()))
    if isinstance(value, (str, int, float, Decimal)) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f"“{name}” has to be a text")
