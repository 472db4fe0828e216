"""The dashboard of one site: its headlines and its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from moderation.figures.charts import Draw, day_bars, day_lines, row_bars, row_intervals
from moderation.figures.complaints import AppealCounts, appeal_counts, complaints_table
from moderation.figures.decided import (
    MACHINE,
    PERSON,
    Decided,
    changed,
    clauses_table,
    decided,
    outcomes_table,
)
from moderation.figures.heated import heated_table
from moderation.figures.scope import Scope, per_day
from moderation.figures.second import second_looks, second_looks_table
from moderation.figures.table import Table
from moderation.figures.waiting import (
    Waiting,
    Waits,
    waiting_now,
    waits,
    waits_per_day,
    waits_table,
)


@dataclass(frozen=True, slots=True)
class Panel:
    """A table and its picture; nothing is drawn of a table without a number."""

    table: Table
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class Dashboard:
    comments: int
    waiting: Waiting
    waits: Waits
    appeals: AppealCounts
    panels: tuple[Panel, ...]

    @property
    def oldest(self) -> datetime | None:
        return self.waiting.oldest


def dashboard(scope: Scope) -> Dashboard:
    """Count and draw everything: the number of queries is the same for any number of rows."""
    counts, appeals = decided(scope), appeal_counts(scope)
    volume = _volume(scope)
    drawn: Sequence[tuple[Table, Draw]] = (
        (volume, day_bars),
        (outcomes_table(counts), row_bars),
        (clauses_table(counts, scope), row_bars),
        (waits_table(waits_per_day(scope), scope), day_lines),
        (overturned_table(counts, appeals), row_bars),
        (complaints_table(scope), day_lines),
        (heated_table(scope), row_bars),
        (second_looks_table(second_looks(scope)), row_intervals),
    )
    return Dashboard(
        comments=sum(int(row[1] or 0) for row in volume.rows),
        waiting=waiting_now(scope),
        waits=waits(scope),
        appeals=appeals,
        panels=tuple(
            Panel(table, SafeString() if table.is_empty else draw(table)) for table, draw in drawn
        ),
    )


def overturned_table(counts: Sequence[Decided], appeals: AppealCounts) -> Table:
    judged = {
        "Rulings of the machine": changed(counts, MACHINE),
        "Rulings of people": changed(counts, PERSON),
        "Appeals": (appeals.upheld + appeals.overturned, appeals.overturned),
    }
    return Table(
        name="overturned",
        title="Overturned",
        says="Which share was given another outcome later: of the comments published or rejected in"
        " these days, and of the appeals answered in them.",
        columns=("What", "Share", "Overturned", "Of"),
        rows=tuple(
            (name, round(part / of, 4) if of else None, part, of)
            for name, (of, part) in judged.items()
        ),
        unit="%",
        series=1,
    )


def _volume(scope: Scope) -> Table:
    found = per_day(scope.comments(), "created_at")
    return Table(
        name="comments",
        title="Comments",
        says="By the day on which they were posted.",
        columns=("Day", "Comments"),
        rows=tuple((day, found.get(day, 0)) for day in map(date.isoformat, scope.period.days())),
    )
