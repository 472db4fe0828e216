"""What the blind second looks tell: agreement, and how often the machine was wrong."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from discussion.models import Decision
from moderation.evaluation.intervals import Estimate
from moderation.figures.agreement import Looked, effective, kappa, looks, share_of, weights
from moderation.figures.scope import Scope
from moderation.figures.table import Cell, Table
from moderation.models import SecondLook

PUBLISHED, STOPPED = "published", "stopped"


@dataclass(frozen=True, slots=True)
class SecondLooks:
    """The looks at decisions of the machine, and those at decisions of people."""

    machine: list[Looked]
    people: list[Looked]


def second_looks(scope: Scope) -> SecondLooks:
    """Return what was judged again in the scope: one query."""
    judged = (
        scope.of(SecondLook.objects.all(), "decision__comment__article")
        .filter(scope.period.covers("judged_at"))
        .order_by()
        .values_list("decision__actor_kind", "decision__outcome", "outcome", "share")
        .annotate(Count("pk"))
    )
    by: dict[str, list[Looked]] = {actor: [] for actor in Decision.Actor.values}
    for actor, first, second, share, count in judged:
        by[actor].append(Looked(seen_as(first), seen_as(second), share, count))
    return SecondLooks(by[Decision.Actor.MACHINE], by[Decision.Actor.PERSON])


def seen_as(outcome: str) -> str:
    """Return what readers see after such an outcome.

    A hold of the machine is no last word, but it stops a text as a rejection does: that is what a
    look compares.
    """
    return PUBLISHED if outcome == Decision.Outcome.PUBLISH else STOPPED


def false_publish(looked: Collection[Looked]) -> Estimate:
    """Return which share of what was published a second person would have stopped."""
    published = [row for row in looked if row.first == PUBLISHED]
    return share_of([row for row in published if row.second == STOPPED], published)


def false_stop(looked: Collection[Looked]) -> Estimate:
    """Return which share of what was stopped a second person would have published."""
    stopped = [row for row in looked if row.first == STOPPED]
    return share_of([row for row in stopped if row.second == PUBLISHED], stopped)


def agreed(looked: Collection[Looked]) -> Estimate:
    return share_of([row for row in looked if row.first == row.second], looked)


def second_looks_table(found: SecondLooks) -> Table:
    machine, people = found.machine, found.people
    published = [row for row in machine if row.first == PUBLISHED]
    stopped = [row for row in machine if row.first == STOPPED]
    return Table(
        name="second-looks",
        title="Blind second looks",
        says="Shares from 0 to 1 with 95 % intervals, on texts drawn by chance and judged again by"
        " somebody who did not see the first decision. Each text counts for as many as it was"
        " drawn from. A comment that the machine held counts as stopped.",
        columns=("Figure", "Value", "Lowest", "Highest", "Looks"),
        series=1,
        rows=(
            _row("The machine published, a person would stop", false_publish(machine), published),
            _row("The machine stopped, a person would publish", false_stop(machine), stopped),
            _row("Machine and person agree", agreed(machine), machine),
            _row("Machine and person, Cohen's kappa", _kappa(machine), machine),
            _row("Two people agree", agreed(people), people),
            _row("Two people, Cohen's kappa", _kappa(people), people),
        ),
    )


def _kappa(looked: Collection[Looked]) -> Estimate:
    return kappa(weights(looked), effective(looked))


def _row(name: str, estimate: Estimate, looked: Collection[Looked]) -> tuple[Cell, ...]:
    ends = (estimate.value, estimate.low, estimate.high)
    rounded = [None if end is None else round(end, 4) for end in ends]
    return (name, *rounded, looks(looked))
