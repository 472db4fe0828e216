"""What was decided, by whom and under which clause: one query for all of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from discussion.models import Decision
from moderation.figures.scope import Scope
from moderation.figures.table import Table
from moderation.why import clause_texts

MACHINE, PERSON = Decision.Actor.MACHINE, Decision.Actor.PERSON
PUBLISH, HOLD, REJECT = Decision.Outcome.PUBLISH, Decision.Outcome.HOLD, Decision.Outcome.REJECT
_OUTCOMES = ((PUBLISH, "Published"), (HOLD, "Held"), (REJECT, "Rejected"))
NO_CLAUSE = "No clause"


@dataclass(frozen=True, slots=True)
class Decided:
    """How many decisions are alike in all that the figures ask.

    `changed`: those of them that a later decision gave another outcome. `released`: those that a
    person then published.
    """

    actor: str
    outcome: str
    clauses: tuple[str, ...]
    count: int
    changed: int
    released: int


def decided(scope: Scope) -> list[Decided]:
    """Count the decisions made in the scope: one query, a row for each combination there is."""
    later = Q(superseded_by__isnull=False)
    counted = (
        scope.decisions()
        .order_by()
        .values_list("actor_kind", "outcome", "clauses")
        .annotate(
            alike=Count("pk"),
            changed=Count("pk", filter=later & ~Q(superseded_by__outcome=F("outcome"))),
            released=Count(
                "pk",
                filter=Q(superseded_by__outcome=PUBLISH, superseded_by__actor_kind=PERSON),
            ),
        )
    )
    return [
        Decided(actor, outcome, tuple(clauses), *counts)
        for actor, outcome, clauses, *counts in counted
    ]


def outcomes_table(counts: Iterable[Decided]) -> Table:
    by = Counter[tuple[str, str]]()
    for row in counts:
        by[row.actor, row.outcome] += row.count
    return Table(
        name="outcomes",
        title="Decisions",
        says="Every decision made in these days, also those that a later one replaced.",
        columns=("Outcome", "By machine", "By people"),
        rows=tuple((word, by[MACHINE, out], by[PERSON, out]) for out, word in _OUTCOMES),
    )


def clauses_table(counts: Sequence[Decided], scope: Scope) -> Table:
    """Clauses of the policy in force in its order, then those that it no longer has, then none."""
    columns: dict[str, Counter[str]] = {
        "Held by machine": _by_clause(counts, MACHINE, HOLD, "count"),
        "of these then published": _by_clause(counts, MACHINE, HOLD, "released"),
        "Rejected by machine": _by_clause(counts, MACHINE, REJECT, "count"),
        "Held by people": _by_clause(counts, PERSON, HOLD, "count"),
        "Rejected by people": _by_clause(counts, PERSON, REJECT, "count"),
    }
    titles = {clause.id: clause.title for clause in clause_texts(scope.site.policy)}
    named = {clause for column in columns.values() for clause in column}
    order = [*titles, *sorted(named - set(titles) - {""}), *([""] if "" in named else [])]
    return Table(
        name="clauses",
        title="Held and rejected, by clause",
        says="A decision under two clauses counts for both. Without a clause are comments that a"
        " person reads for another reason, like a new author or a phrase on the site's list.",
        columns=("Clause", *columns),
        rows=tuple(
            (titles.get(id_, id_ or NO_CLAUSE), *(column[id_] for column in columns.values()))
            for id_ in order
        ),
    )


def _by_clause(counts: Iterable[Decided], actor: str, outcome: str, number: str) -> Counter[str]:
    by = Counter[str]()
    for row in counts:
        if (row.actor, row.outcome) == (actor, outcome):
            for clause in row.clauses or ("",):
                by[clause] += getattr(row, number)
    return by


def changed(counts: Iterable[Decided], actor: str) -> tuple[int, int]:
    """Return of how many rulings how many were given another outcome later.

    A hold is no ruling: it asks for one.
    """
    rulings = [row for row in counts if row.actor == actor and row.outcome != HOLD]
    return sum(row.count for row in rulings), sum(row.changed for row in rulings)
