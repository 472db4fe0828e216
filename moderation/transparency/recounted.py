"""The report's numbers once more, row by row: nothing here is counted, compared or sorted by the
database, and no day's border is drawn by it.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q

from articles.models import Site
from discussion.models import Comment, Decision, Statement
from moderation.figures.period import Period
from moderation.models import Appeal, Notice, Report, Sanction, SecondLook
from moderation.transparency.counts import Counts, Grounds, answer_names, decision_names

BATCH = 2_000
# Rows beside the period are read too, so that what lies in it is decided here.
MARGIN = timedelta(days=1)


def recounted(site: Site, period: Period, grounds: Grounds) -> Counts:
    """Count by reading every row once; memory is bounded but for the times of answers."""
    count = _Recount(site, period)
    for _ in count.within(Comment, "created_at"):
        count.add("comments.received")
    for _ in count.within(Statement, "created_at", site="decision__site"):
        count.add("statements.written")
    ruled = ("actor_kind", "outcome", "clauses", "policy_id")
    for row in count.within(Decision, "created_at", *ruled):
        for name in decision_names(
            row.actor_kind, row.outcome, row.clauses, row.policy_id, grounds
        ):
            count.add(name)
    for kind, model in (("reports", Report), ("notices", Notice)):
        for _ in count.within(model, "created_at"):
            count.add(f"{kind}.received")
        for row in count.within(model, "settled_at", "upheld", "created_at"):
            count.add(answer_names(kind)[row.upheld])
            if model is Notice:
                count.took(kind, row.settled_at - row.created_at)
    for _ in count.within(Appeal, "created_at"):
        count.add("appeals.received")
    for row in count.within(Appeal, "decided_at", "state", "created_at"):
        count.add(f"appeals.{row.state}")
        if row.state != Appeal.State.MOOT:
            count.took("appeals", row.decided_at - row.created_at)
    for row in count.within(Sanction, "created_at", "kind"):
        count.add(f"sanctions.{row.kind}")
    for _ in count.within(Sanction, "lifted_at"):
        count.add("sanctions.lifted")
    first = ("decision__actor_kind", "decision__outcome")
    for row in count.within(SecondLook, "judged_at", *first, "outcome", "share"):
        count.counts.looks[row[1:]] += 1
    return count.finished()


class _Recount:
    """One pass over a site's rows of a period."""

    def __init__(self, site: Site, period: Period) -> None:
        self._site, self._period = site, period
        self.counts = Counts()
        self._times: dict[str, list[timedelta]] = {}

    def within(
        self, model: type[Model], moment: str, *columns: str, site: str = "site"
    ) -> Iterator[Any]:
        """Yield the columns of each row whose moment, the first of them, lies in the period."""
        near = Q(
            (site, self._site),
            (f"{moment}__gte", self._period.start - MARGIN),
            (f"{moment}__lt", self._period.end + MARGIN),
        )
        rows = model._default_manager.filter(near).order_by()
        for row in rows.values_list(moment, *columns, named=True).iterator(chunk_size=BATCH):
            if self._period.has(row[0]):
                yield row

    def add(self, name: str) -> None:
        self.counts.numbers[name] += 1

    def took(self, kind: str, time: timedelta) -> None:
        self._times.setdefault(kind, []).append(time)

    def finished(self) -> Counts:
        """Return the counts with their medians, by nearest rank."""
        for kind, times in self._times.items():
            self.counts.medians[kind] = sorted(times)[(len(times) + 1) // 2 - 1]
        return self.counts
