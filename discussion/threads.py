"""Reads of comments: the only door to them for a request.

A page costs a fixed number of statements, each an index range, whatever the size of the thread.
Rows come as tuples: a page needs no model instances.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.keyset import Page, Slice, page_of
from discussion.models import Author, Comment
from discussion.paths import WIDTH, end_of_subtree
from discussion.rows import COLUMNS, Row
from discussion.written_rows import Statement, WrittenBranch, replies_counted, rows_among

# What one page shows at most, replies included.
MAX_COMMENTS = 200
MAX_WAITING = 20
# Who comes back finds what was rejected, and why, for so long beside the thread; afterwards under
# its own address alone.
REJECTED_SHOWN = timedelta(days=30)


@dataclass(slots=True)
class Branch:
    """A comment with those of its replies that the page shows, oldest first.

    `listed` counts all its direct replies that have a place in the thread, `published` those that
    can be read.
    """

    row: Row
    replies: list["Branch"] = field(default_factory=list)
    listed: int = 0
    published: int = 0


class Place(NamedTuple):
    """Where a comment at the top of a page stands, and what its page is sorted by."""

    pk: int
    public_id: UUID
    root_pk: int | None
    path: bytes
    like_count: int
    reply_count: int

    @classmethod
    def of(cls, values: Iterable[Any]) -> "Place":
        place = cls._make(values)
        return place._replace(path=bytes(place.path))


PLACE_COLUMNS = ("pk", "public_id", "root_id", "path", "like_count", "reply_count")


class AnyBranch(Protocol):
    """What a tree is made of, whatever its rows hold besides their place."""

    row: Any
    replies: list[Any]
    listed: int
    published: int


B = TypeVar("B", bound=AnyBranch)


def visible_to(author: Author | None) -> QuerySet[Comment]:
    """Return the comments that somebody may know of: what is listed, and the author's own."""
    mine = Q(author=author) if author is not None else Q()
    return Comment.objects.filter(Q(listed=True) | mine)


def roots_of(article_id: int) -> QuerySet[Comment]:
    """Return the listed roots of an article."""
    return Comment.objects.filter(article_id=article_id, parent__isnull=True, listed=True)


def replies_of(parent: Row) -> QuerySet[Comment]:
    """Return the listed direct replies of a comment."""
    return Comment.objects.filter(parent_id=parent.pk, listed=True)


def one(comments: QuerySet[Comment], public_id: UUID) -> Row | None:
    """Return the row of that id among the comments."""
    values = comments.filter(public_id=public_id).values_list(*COLUMNS).first()
    return None if values is None else Row.of(values)


def page_of_threads(
    tops: QuerySet[Comment], part: Slice, *, article_id: int, replies_limit: int
) -> tuple[Page[Row], list[Branch]]:
    """Return a page of comments, and each of them with the first of its descendants, depth first.

    `replies_limit` is a comment's share; together they show MAX_COMMENTS, first come first.
    """
    everything = Comment.objects.filter(article_id=article_id)
    page = page_of(part, tops.values_list(*COLUMNS), Row.of, edges=everything)
    below = _first_below(page.rows, replies_limit)
    return page, _grown(Branch, page.rows, below, replies_limit)


def written_page(
    tops: QuerySet[Comment], part: Slice, *, article_id: int, replies_limit: int
) -> tuple[Page[Place], list[WrittenBranch]]:
    """Return the same page for who only prints it."""
    everything = Comment.objects.filter(article_id=article_id)
    page = page_of(part, tops.values_list(*PLACE_COLUMNS), Place.of, edges=everything)
    if not page.rows:
        return page, []
    ids = [place.pk for place in page.rows]
    below, parameters = _ids_below(page.rows, replies_limit)
    rows = rows_among(ids, (below, parameters))
    by_pk = {row.pk: row for row in rows}
    shown = [by_pk.pop(pk) for pk in ids]
    return page, _grown(WrittenBranch, shown, [*by_pk.values()], replies_limit)


def branch_of(row: Row) -> Branch:
    """Return a single comment, without its replies but with their number."""
    return branches_of([row])[0]


def branches_of(rows: Iterable[Row]) -> list[Branch]:
    """Return comments by themselves, without their replies but with the number of them."""
    branches = [Branch(row) for row in rows]
    _count_replies(branches)
    return branches


def waiting_of(author: Author, article_id: int) -> list[Row]:
    """Return the author's own comments on the article that nobody else sees, newest first: what
    waits, and what was rejected lately.

    One that is listed stands in the thread, as a tombstone for the others.
    """
    lately = Q(status="rejected", decision__created_at__gt=timezone.now() - REJECTED_SHOWN)
    unseen = Q(status__in=["pending", "held"]) | lately
    waiting = Comment.objects.filter(unseen, author=author, article_id=article_id, listed=False)
    return [Row.of(v) for v in waiting.order_by("-pk").values_list(*COLUMNS)[:MAX_WAITING]]


def _first_below(tops: Sequence[Row], limit: int) -> list[Row]:
    """Return up to one more than `limit` descendants of each comment, in thread order."""
    sql, parameters = _ids_below(tops, limit)
    if not sql:
        return []
    ids = RawSQL(sql, parameters)  # noqa: S611  # no input in it
    rows = Comment.objects.filter(pk__in=ids).order_by("path").values_list(*COLUMNS)
    return [Row.of(values) for values in rows]


def _ids_below(tops: Sequence[Row] | Sequence[Place], limit: int) -> Statement:
    """Return the statement that selects them; an empty one for nothing.

    One index range for each, bounded by its LIMIT, in one statement: a window function would read
    every thread to its end.
    """
    if not tops or not limit:
        return "", []
    each = (
        "SELECT id FROM (SELECT id FROM discussion_comment WHERE root_id = %s AND listed"
        " AND path > %s AND path < %s ORDER BY path LIMIT %s) AS t"
    )
    parameters: list[Any] = []
    for top in tops:
        parameters += [top.root_pk or top.pk, top.path, end_of_subtree(top.path), limit + 1]
    return " UNION ALL ".join([each] * len(tops)), parameters


def _grown(
    make: Callable[[Any], B], tops: Sequence[Any], below: Sequence[Any], limit: int
) -> list[B]:
    """Return the trees of the page: a descendant is shown only below a shown parent."""
    branches = {top.path: make(top) for top in tops}
    shown_below = dict.fromkeys(branches, 0)
    room = MAX_COMMENTS - len(tops)
    width = len(tops[0].path) if tops else 0
    for row in _in_order_of(tops, below, width):
        top = row.path[:width]
        parent = branches.get(row.path[:-WIDTH])
        if parent is None or shown_below[top] == limit or not room:
            continue
        branches[row.path] = make(row)
        parent.replies.append(branches[row.path])
        shown_below[top] += 1
        room -= 1
    _count_replies(list(branches.values()))
    return [branches[top.path] for top in tops]


def _in_order_of(tops: Sequence[Any], below: Sequence[Any], width: int) -> list[Any]:
    """Return the descendants in the order of the page: its first comments get room first."""
    place = {top.path: number for number, top in enumerate(tops)}
    return sorted(below, key=lambda row: (place[row.path[:width]], row.path))


def _count_replies(branches: Sequence[AnyBranch]) -> None:
    by_pk = {branch.row.pk: branch for branch in branches}
    for parent_pk, listed, published in replies_counted(by_pk):
        by_pk[parent_pk].listed, by_pk[parent_pk].published = listed, published
