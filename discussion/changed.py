"""What of an article's discussion looks different since a place in its order of changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from articles.models import Article, OutboxEvent
from discussion.models import Comment
from discussion.paths import ids_in
from discussion.rows import COLUMNS, Row

# So many comments, and so many changes, are told at once.
MOST = 100


@dataclass(slots=True)
class Changed:
    """Comments as they are now, each once; `removed` are the ids of those that left no tombstone.

    `seq` is the place up to which this tells; `reset`: it cannot be told, the page is to be read
    anew.
    """

    seq: int
    reset: bool = False
    rows: list[Row] = field(default_factory=list)
    removed: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Event:
    sequence: int
    comment_id: UUID | None


def changed_since(article: Article, since: int) -> Changed:
    """Return what readers see differently after the change of that number: three statements.

    Only changes of the public page count: what was held, reported or appealed behind it names no
    comment here. A comment comes with the one it answers, whose count of replies it moved, and with
    the gone ones above it, whose tombstones stand or fall with it.
    """
    if since == article.change_seq:
        return Changed(since)
    events = _events(article, since)
    if not events:
        return Changed(article.change_seq, reset=True)
    rows = _named(article, events)
    above = _above(rows.values())
    changed, shown = Changed(since), dict[int, Row]()
    for event in events:
        group = _group(rows.get(event.comment_id), above)
        if len(shown.keys() | group.keys()) + len(changed.removed) > MOST:
            break
        shown |= group
        changed.seq = event.sequence
        if event.comment_id is not None and event.comment_id not in rows:
            changed.removed.append(event.comment_id)
    changed.rows = [row for row in shown.values() if row.listed]
    changed.removed += [row.public_id for row in shown.values() if not row.listed]
    return changed


def _events(article: Article, since: int) -> list[_Event]:
    """Return the changes that follow; none when one of them is not (or no longer) there."""
    following = OutboxEvent.objects.filter(
        article=article, sequence__gt=since, sequence__lte=article.change_seq
    )
    found = following.order_by("sequence").values_list("sequence", "public", "payload")[:MOST]
    expected = range(since + 1, min(since + MOST, article.change_seq) + 1)
    if [sequence for sequence, _, _ in found] != list(expected):
        return []
    return [
        _Event(sequence, _comment_id(payload, public))
        for sequence, (_, public, payload) in zip(expected, found, strict=True)
    ]


def _comment_id(payload: dict[str, str], public: bool) -> UUID | None:
    return UUID(payload["comment_id"]) if public and "comment_id" in payload else None


def _named(article: Article, events: Iterable[_Event]) -> dict[UUID | None, Row]:
    ids = {event.comment_id for event in events if event.comment_id is not None}
    comments = Comment.objects.filter(article=article, public_id__in=ids)
    rows = [Row.of(values) for values in comments.values_list(*COLUMNS)]
    return {row.public_id: row for row in rows}


def _above(rows: Iterable[Row]) -> dict[int, Row]:
    pks = {pk for row in rows for pk in ids_in(row.path)[:-1]}
    found = [Row.of(v) for v in Comment.objects.filter(pk__in=pks).values_list(*COLUMNS)]
    return {row.pk: row for row in found}


def _group(row: Row | None, above: dict[int, Row]) -> dict[int, Row]:
    """Return what changed with the comment, and it."""
    if row is None:
        return {}
    ancestors: Sequence[int] = ids_in(row.path)[:-1]
    moved = [above[pk] for pk in ancestors if pk == ancestors[-1] or _is_gone(above[pk])]
    return {moved_row.pk: moved_row for moved_row in (*moved, row)}


def _is_gone(row: Row) -> bool:
    return row.status != "published"
