"""The report's numbers, counted by the database."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Model, QuerySet

from articles.models import Site
from discussion.models import Comment, Decision, Statement
from moderation.figures.period import Period
from moderation.figures.waiting import elapsed, waits_of
from moderation.models import Appeal, Notice, Report, Sanction, SecondLook
from moderation.transparency.counts import Counts, Grounds, answer_names, decision_names

ANSWERED_APPEALS = (Appeal.State.UPHELD, Appeal.State.OVERTURNED)


def counted(site: Site, period: Period, grounds: Grounds) -> Counts:
    """Count by aggregate queries: a fixed number, whatever the size of the tables."""
    counts = Counts()
    numbers = counts.numbers

    def rows(model: type[Model], moment: str = "created_at") -> QuerySet[Any]:
        return model._default_manager.filter(period.covers(moment), site=site).order_by()

    numbers["comments.received"] = rows(Comment).count()
    numbers["statements.written"] = Statement.objects.filter(
        period.covers("created_at"), decision__site=site
    ).count()
    alike = rows(Decision).values_list("actor_kind", "outcome", "clauses", "policy")
    for actor, outcome, clauses, policy, count in alike.annotate(alike=Count("pk")):
        for name in decision_names(actor, outcome, clauses, policy, grounds):
            numbers[name] += count
    for kind, model in (("reports", Report), ("notices", Notice)):
        numbers[f"{kind}.received"] = rows(model).count()
        _add(counts, rows(model, "settled_at"), "upheld", answer_names(kind))
    numbers["appeals.received"] = rows(Appeal).count()
    _add(counts, rows(Appeal, "decided_at"), "state", {s: f"appeals.{s}" for s in Appeal.State})
    _add(counts, rows(Sanction), "kind", {kind: f"sanctions.{kind}" for kind in Sanction.Kind})
    numbers["sanctions.lifted"] = rows(Sanction, "lifted_at").count()
    looks = rows(SecondLook, "judged_at").values_list(
        "decision__actor_kind", "decision__outcome", "outcome", "share"
    )
    for actor, first, second, share, count in looks.annotate(alike=Count("pk")):
        counts.looks[actor, first, second, share] += count
    _median(counts, "notices", rows(Notice, "settled_at"), "settled_at")
    answered = rows(Appeal, "decided_at").filter(state__in=ANSWERED_APPEALS)
    _median(counts, "appeals", answered, "decided_at")
    return counts


def _add(counts: Counts, rows: QuerySet[Any], column: str, names: Mapping[Any, str]) -> None:
    for value, count in rows.values_list(column).annotate(alike=Count("pk")):
        counts.numbers[names[value]] += count


def _median(counts: Counts, name: str, rows: QuerySet[Any], until: str) -> None:
    median = waits_of(rows.annotate(took=elapsed("created_at", until))).median
    if median is not None:
        counts.medians[name] = median
