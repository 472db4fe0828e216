"""Many rows, so many at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the rows in lists of `size`, the last one shorter."""
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch
