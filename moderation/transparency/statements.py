"""A site's statements of reasons for the European database, and what is left out of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.models import PolicyVersion, Site
from discussion.models import Decision, Statement
from moderation.figures.period import Period
from moderation.models import Notice, Report, Signal
from moderation.transparency import schema
from moderation.transparency.row import CATEGORIES, Around, row_of

BATCH = 500


class StatementRefused(Exception):
    """A row would not be taken by the database: this program is wrong, not the row's author."""


@dataclass(slots=True)
class Exported:
    """What became of the statements: written as rows, or left out for want of a ground."""

    written: int = 0
    without_ground: int = 0


def exported_statements(
    site: Site, period: Period, exported: Exported
) -> Iterator[dict[str, schema.Value]]:
    """Yield a row for each statement of the period that rests on a clause of the policy.

    A comment that was held for another reason (a new author, pre-moderation) was not restricted as
    illegal or against the terms, which is what Art. 17(1) is about: it is only counted. Memory is
    bounded by BATCH. Raises StatementRefused for a row that the schema would refuse.
    """
    # A document a version, not one a row.
    policies = {version.pk: version for version in PolicyVersion.objects.filter(site=site)}
    for batch in _batches(site, period):
        around = _around([statement.decision for statement in batch])
        for statement in batch:
            statement.decision.policy = policies[statement.decision.policy_id]
            if not statement.decision.clauses:
                exported.without_ground += 1
                continue
            row = row_of(statement, site, around)
            if wrong := "; ".join(schema.faults(row)):
                raise StatementRefused(f"Statement {statement.public_id}: {wrong}")
            exported.written += 1
            yield row


def _batches(site: Site, period: Period) -> Iterator[list[Statement]]:
    """Yield the statements by key, each batch as it is when it is asked for."""
    statements = (
        Statement.objects.filter(period.covers("created_at"), decision__site=site)
        .select_related("decision__revision", "decision__supersedes", "decision__superseded_by")
        .defer("decision__revision__text", "decision__revision__fragment")
        .order_by("pk")
    )
    last = 0
    while batch := list(statements.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _around(decisions: Sequence[Decision]) -> Around:
    """Read what explains the decisions: three queries."""
    around = Around(
        noticed=_settled(Notice.objects.filter(upheld=True), decisions),
        reported=_settled(Report.objects.filter(upheld=True), decisions),
    )
    found = Signal.objects.filter(
        decision__revision__in=[decision.revision_id for decision in decisions],
        attribute__in=CATEGORIES,
    ).values_list("decision__revision", "attribute", "value")
    for revision, attribute, value in found:
        values = around.signals.setdefault(revision, {})
        values[attribute] = max(value, values.get(attribute, 0.0))
    return around


def _settled(
    complaints: QuerySet[Notice] | QuerySet[Report], decisions: Sequence[Decision]
) -> frozenset[int]:
    return frozenset(
        complaints.filter(decision__in=decisions).values_list("decision_id", flat=True)
    )
