"""The days that figures are about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.db.models import Q

MOST_DAYS = 400
USUAL_DAYS = 28


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in UTC, from the first to the last, both included.

    ValueError, with a sentence for whoever asked, for days in the wrong order and for more than
    MOST_DAYS of them.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("The last day is before the first.")
        if self.count > MOST_DAYS:
            raise ValueError(f"At most {MOST_DAYS} days at a time.")

    @classmethod
    def up_to(cls, last: date, days: int = USUAL_DAYS) -> Self:
        """Return as many days, of which this is the last."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def start(self) -> datetime:
        """The first moment of it."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.count))

    def covers(self, field: str) -> Q:
        """Return the condition that a column of times lies in it."""
        return Q((f"{field}__gte", self.start), (f"{field}__lt", self.end))

    def has(self, moment: datetime | None) -> bool:
        """Whether a moment lies in it; None never does."""
        return moment is not None and self.start <= moment < self.end
