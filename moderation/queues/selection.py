"""A part of the queue, read in its order: each as a few index ranges, however many items wait."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import Site
from discussion.models import User
from moderation.models import QueueLabel, ReviewItem
from moderation.queues.capped import CappedCount
from moderation.queues.labels import WATCHED, kind_of

# A count goes so far and no further: "1000+" tells a moderator all that the number would.
MOST_COUNTED = 1_000
# Where the age alone is asked for, the oldest so many are put in the order of the queue.
MOST_BY_AGE = 1_000
# Beyond so many ranges (sites x labels) one sorted query does it; SQLite takes 500 at the most.
MOST_RANGES = 100
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items: of these sites, with a label of each group, waiting so long, with all words."""

    sites: frozenset[int]
    groups: tuple[Group, ...] = ()
    waiting_minutes: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A place in the queue: beside that item, whether it is open still or not."""

    rank: float
    pk: int

    @classmethod
    def at(cls, item: ReviewItem) -> Self:
        return cls(item.rank, item.pk)


def grouped(labels: Collection[str]) -> tuple[Group, ...]:
    """Return the labels by kind: of one kind any will do, of several kinds one of each."""
    kinds: dict[str, list[str]] = {}
    for text in labels:
        kind = kind_of(text)
        kinds.setdefault("watched" if kind in WATCHED else kind, []).append(text)
    return tuple(tuple(dict.fromkeys(texts)) for texts in kinds.values())


def pks_of(
    selection: Selection,
    limit: int,
    *,
    beside: Edge | None = None,
    backwards: bool = False,
    free_for: User | None = None,
) -> list[int]:
    """Return the first items, or those after the edge, in the order of the queue: one query, and
    one more where there are groups to choose from.

    `backwards`: those before the edge, the nearest first. `free_for`: without what others than the
    user look at now.
    """
    [selection] = _rarest_first([selection])
    order = ("rank", "-{}") if backwards else ("-rank", "{}")
    found = []
    for rows, item in _ranges(selection, apart=True):
        if beside is not None:
            rows = rows.filter(_after(beside, item, backwards=backwards))
        if free_for is not None:
            rows = rows.exclude(_claimed_by_others(free_for, item))
        by = [part.format(item) for part in order]
        found.append((rows.order_by(*by)[:limit], by))
    if not found:
        return []
    (rows, by), *more = found
    if more:
        # SQLite slices no parts of a union, so each is a look-up of what a slice found.
        first, *others = (_looked_up(part) for part, _ in found)
        rows = first.union(*others, all=True).order_by(*by)[:limit]
    return [pk for pk, _ in rows.values_list(by[1].lstrip("-"), "rank")]


def counts_of(selections: Sequence[Selection]) -> list[int]:
    """Return how many items each has, counted to MOST_COUNTED: one query for all of them, and one
    more where any has several groups.
    """
    return _counted(
        [[rows for rows, _ in _ranges(part, apart=False)] for part in _rarest_first(selections)]
    )


def entered_since(selection: Selection, pk: int) -> int:
    """Return how many items entered after that one, counted to MOST_COUNTED: one query."""
    late = ReviewItem.objects.filter(pk__gt=pk).order_by("pk").values("pk")[:MOST_COUNTED]
    rows = ReviewItem.objects.filter(pk__in=late, site__in=selection.sites, closed_at=None)
    for group in selection.groups:
        rows = rows.filter(_has_any(group, "pk"))
    rows = rows.filter(_waits(selection.waiting_minutes, ""), _says(selection.words, ""))
    return rows.count() if selection.sites else 0


def _rarest_first(selections: Sequence[Selection]) -> list[Selection]:
    """Return them with the groups in the order of how many items have a label of each: the first
    is walked, the others are looked up for each of its items.
    """
    choices = [
        (part, group)
        for part in selections
        if part.sites and len(part.groups) > 1
        for group in part.groups
    ]
    figures = _counted([[_labelled(part, group)] for part, group in choices])
    rarity = dict(zip(choices, figures, strict=True))
    return [
        replace(part, groups=tuple(sorted(part.groups, key=lambda g: rarity.get((part, g), 0))))
        for part in selections
    ]


def _labelled(selection: Selection, group: Group) -> QuerySet[Any]:
    return QueueLabel.objects.filter(_at([*selection.sites]), label__in=group)


def _counted(parts: Sequence[Sequence[QuerySet[Any]]]) -> list[int]:
    """Return how many rows each part has in all its disjoint sets, counted to MOST_COUNTED."""
    columns = [
        CappedCount(rows.order_by().values("pk")[:MOST_COUNTED]) for sets in parts for rows in sets
    ]
    if not columns:
        return [0] * len(parts)
    # Any one row will do, to have all the counts beside each other.
    one = Site.objects.order_by("pk").values_list(*columns)[:1]
    figures = iter(one.get())
    return [min(sum(next(figures) for _ in sets), MOST_COUNTED) for sets in parts]


def _ranges(selection: Selection, *, apart: bool) -> Iterator[tuple[QuerySet[Any], str]]:
    """Yield disjoint sets of rows, each with the path from a row to its item.

    `apart`: one range a site, as an order needs it; else all the sites at once.
    """
    if not selection.sites:
        return
    driving, *others = selection.groups or [()]
    apart = apart and len(selection.sites) * max(len(driving), 1) <= MOST_RANGES
    for sites in [[pk] for pk in selection.sites] if apart else [[*selection.sites]]:
        if not driving:
            yield _without_labels(selection, sites), "pk"
        for place, text in enumerate(driving):
            rows = QueueLabel.objects.filter(_at(sites), label=text)
            if place:
                # An item with two of the labels is in the range of the first.
                rows = rows.exclude(_has_any(driving[:place], "item"))
            for group in others:
                rows = rows.filter(_has_any(group, "item"))
            yield _narrowed(rows, selection, "item__"), "item"


def _without_labels(selection: Selection, sites: list[int]) -> QuerySet[Any]:
    rows = ReviewItem.objects.filter(_at(sites), closed_at=None)
    if selection.waiting_minutes:
        oldest = rows.filter(_waits(selection.waiting_minutes, "")).order_by("opened_at")
        rows = ReviewItem.objects.filter(pk__in=oldest.values("pk")[:MOST_BY_AGE])
    return rows.filter(_says(selection.words, ""))


def _narrowed(rows: QuerySet[Any], selection: Selection, path: str) -> QuerySet[Any]:
    return rows.filter(_waits(selection.waiting_minutes, path), _says(selection.words, path))


def _looked_up(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    if rows.model is QueueLabel:
        labels = QueueLabel.objects.filter(pk__in=rows.values("pk"))
        return labels.values_list("item", "rank")
    return ReviewItem.objects.filter(pk__in=rows.values("pk")).values_list("pk", "rank")


def _at(sites: list[int]) -> Q:
    return Q(site=sites[0]) if len(sites) == 1 else Q(site__in=sites)


def _has_any(group: Group, path: str) -> Exists:
    return Exists(QueueLabel.objects.filter(item=OuterRef(path), label__in=group))


def _waits(minutes: int, path: str) -> Q:
    if not minutes:
        return Q()
    return Q(**{f"{path}opened_at__lte": timezone.now() - timedelta(minutes=minutes)})


def _says(words: Collection[str], path: str) -> Q:
    """Each word stands in the text, or in the name of its author or its article."""
    where = ("revision__text", "comment__author__display_name", "comment__article__title")
    found = Q()
    for word in words:
        one = Q()
        for place in where:
            one |= Q(**{f"{path}{place}__icontains": word})
        found &= one
    return found


def _after(edge: Edge, item: str, *, backwards: bool) -> Q:
    # The first condition alone is a range of the index; the rest is for equal ranks.
    if backwards:
        further = Q(rank__gt=edge.rank) | Q(**{f"{item}__lt": edge.pk})
        return Q(rank__gte=edge.rank) & further
    further = Q(rank__lt=edge.rank) | Q(**{f"{item}__gt": edge.pk})
    return Q(rank__lte=edge.rank) & further


def _claimed_by_others(user: User, item: str) -> Q:
    path = "item__" if item == "item" else ""
    claimed = Q(**{f"{path}claimed_by__isnull": False, f"{path}claimed_until__gt": timezone.now()})
    return claimed & ~Q(**{f"{path}claimed_by": user})
