"""Values as the lines have them, and rows in batches."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Line = dict[str, Any]
Row = TypeVar("Row", bound=Model)

BATCH = 200


def instant(at: datetime | None) -> str | None:
    """Return a time in full, to the microsecond: nothing is lost on the way."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """Yield all rows by key, so many at a time that memory is bounded."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
