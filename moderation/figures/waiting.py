"""How long texts wait for a person: now, and until the first ruling."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    Expression,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Window,
)
from django.db.models.functions import RowNumber

from discussion.models import Decision
from moderation.figures.scope import Scope, day_of
from moderation.figures.table import Table
from moderation.models import ReviewItem


@dataclass(frozen=True, slots=True)
class Waits:
    """Half of the texts waited no longer than the median, 95 of 100 no longer than `p95`."""

    median: timedelta | None = None
    p95: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What needs a person at this moment, whatever the period."""

    count: int
    oldest: datetime | None


def waiting_now(scope: Scope) -> Waiting:
    open_items = scope.of(ReviewItem.objects.filter(closed_at=None), "comment__article")
    return Waiting(**open_items.aggregate(count=Count("pk"), oldest=Min("opened_at")))


def waits(scope: Scope) -> Waits:
    """Return how long it took from the sending of a text that the machine held to the first ruling
    of a person, for rulings made in the scope: one query."""
    return waits_of(_first_rulings(scope))


def waits_per_day(scope: Scope) -> dict[str, Waits]:
    """Return the same for each day that has a ruling: one query."""
    rulings = _first_rulings(scope).annotate(day=day_of("created_at"))
    by_day: dict[str, list[tuple[int, int, timedelta]]] = {}
    ranked = _ranked(rulings, F("day"))
    for day, *row in ranked.values_list("day", "place", "of", "took"):
        by_day.setdefault(day, []).append((row[0], row[1], row[2]))
    return {day: _waits(rows) for day, rows in by_day.items()}


def waits_table(by_day: dict[str, Waits], scope: Scope) -> Table:
    return Table(
        name="waits",
        title="Time until a person decided",
        says="In minutes from the sending of a text that was held to the first ruling of a person,"
        " by the day of the ruling.",
        columns=("Day", "Median", "95 of 100 within"),
        rows=tuple(
            (day, minutes(found.median), minutes(found.p95))
            for day in map(date.isoformat, scope.period.days())
            for found in [by_day.get(day, Waits())]
        ),
    )


def minutes(took: timedelta | None) -> float | None:
    return None if took is None else round(took.total_seconds() / 60, 1)


def _first_rulings(scope: Scope) -> QuerySet[Decision, Any]:
    return (
        scope.decisions()
        .filter(
            actor_kind=Decision.Actor.PERSON,
            supersedes__actor_kind=Decision.Actor.MACHINE,
            supersedes__outcome=Decision.Outcome.HOLD,
        )
        .order_by()
        .annotate(took=elapsed("revision__created_at", "created_at"))
    )


def waits_of(rows: QuerySet[Any, Any]) -> Waits:
    """Return median and 95th percentile of the rows' annotation `took`: one query."""
    return _waits(_ranked(rows).values_list("place", "of", "took"))


def elapsed(since: str, until: str) -> Expression:
    """Return the time between two columns."""
    return ExpressionWrapper(F(until) - F(since), output_field=DurationField())


def _ranked(rows: QuerySet[Any, Any], *groups: F) -> QuerySet[Any, Any]:
    """Keep of each group the rows at its median and 95th percentile, by nearest rank.

    The database sorts and counts, so that nothing but these rows is read. Whole numbers divide
    downwards in both databases.
    """
    whole = IntegerField()
    ranked: QuerySet[Any, Any] = rows.annotate(
        place=Window(RowNumber(), partition_by=list(groups) or None, order_by=["took", "pk"]),
        of=Window(Count("pk"), partition_by=list(groups) or None),
        middle=ExpressionWrapper((F("of") + 1) / 2, output_field=whole),
        high=ExpressionWrapper((F("of") * 95 + 99) / 100, output_field=whole),
    )
    return ranked.filter(Q(place=F("middle")) | Q(place=F("high")))


def _waits(rows: Iterable[tuple[int, int, timedelta]]) -> Waits:
    median = p95 = None
    for place, of, took in rows:
        median = took if place == (of + 1) // 2 else median
        p95 = took if place == (of * 95 + 99) // 100 else p95
    return Waits(median, p95)
