"""What readers and authors said against comments and decisions."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from moderation.figures.scope import Scope, per_day
from moderation.figures.table import Table
from moderation.models import Appeal, Notice, Report


@dataclass(frozen=True, slots=True)
class AppealCounts:
    """Appeals by how they were answered in the period, and those that wait now."""

    upheld: int
    overturned: int
    open: int


def appeal_counts(scope: Scope) -> AppealCounts:
    """Return the counts: one query."""
    answered = Appeal.objects.filter(scope.period.covers("decided_at"))
    waiting = Appeal.objects.filter(state=Appeal.State.OPEN)
    rows = scope.of(answered | waiting, "comment__article").order_by()
    by = Counter(dict(rows.values_list("state").annotate(Count("pk"))))
    state = Appeal.State
    return AppealCounts(by[state.UPHELD], by[state.OVERTURNED], by[state.OPEN])


def complaints_table(scope: Scope) -> Table:
    """Return what came in, a day a row: three queries."""
    kinds: dict[str, QuerySet[Any]] = {
        "Reports": Report.objects.all(),
        "Notices": Notice.objects.all(),
        "Appeals": Appeal.objects.all(),
    }
    found = [
        per_day(
            scope.of(rows, "comment__article").filter(scope.period.covers("created_at")),
            "created_at",
        )
        for rows in kinds.values()
    ]
    return Table(
        name="complaints",
        title="Reports, notices and appeals",
        says="By the day on which they came in.",
        columns=("Day", *kinds),
        rows=tuple(
            (day, *(by_day.get(day, 0) for by_day in found))
            for day in map(date.isoformat, scope.period.days())
        ),
    )
