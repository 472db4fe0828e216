"""A page's part of a discussion: read through the same door as the API's, shown as nested lists."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from articles.keyset import BadCursor, Cursor, Page, Slice, opened
from articles.models import Article
from discussion import threads
from discussion.models import Comment
from discussion.paths import ids_in
from discussion.rows import COLUMNS, Row
from discussion.shapes import CAUSES
from discussion.threads import Branch

ROOTS = 20
REPLIES = 9  # beside 20 roots: what fits into a page's 200 comments

TOMBSTONES = {
    "author": "Taken back by its author",
    "moderator": "Removed by a moderator",
    "law": "Erased as the law asks",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as the template prints it; `tombstone` stands in place of a gone one's words."""

    row: Row
    tombstone: str
    replies: list["Shown"]
    more: int


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """`older` and `newer` are the queries of the neighbouring pages, empty where there is none.

    `top` is the comment that all these answer, when the page shows the replies to one.
    """

    comments: list[Shown]
    older: str
    newer: str
    top: Shown | None


def thread_page(article: Article, below: str, cursor: str) -> ThreadPage:
    """Return the newest roots, or with `below` the replies to that comment, oldest first.

    Raises Http404 for an unknown comment and a cursor of another list.
    """
    top = _top(article, below) if below else None
    scope = f"page:{article.pk}:{below}"
    tops = threads.roots_of(article.pk) if top is None else threads.replies_of(top)
    page, comments = _read(article.pk, tops, cursor, scope, newest_first=top is None)
    return ThreadPage(
        comments=comments,
        older=_query(page.next, scope, below),
        newer=_query(page.previous, scope, below),
        top=_shown(Branch(top)) if top is not None else None,
    )


def comment_in_place(comment: Comment, cursor: str) -> ThreadPage:
    """Return the comment below all that it answers, with a page of its replies, oldest first.

    Raises Http404 when it has no place any more, and for a cursor of another list.
    """
    way = Comment.objects.filter(pk__in=ids_in(bytes(comment.path)), listed=True).order_by("path")
    rows = [Row.of(values) for values in way.values_list(*COLUMNS)]
    if not rows or rows[-1].pk != comment.pk:
        raise Http404
    scope = f"comment-page:{comment.pk}"
    tops = threads.replies_of(rows[-1])
    page, below = _read(comment.article_id, tops, cursor, scope, newest_first=False)
    for row in reversed(rows):
        below = [replace(_shown(Branch(row)), replies=below, more=0)]
    return ThreadPage(below, _query(page.next, scope, ""), _query(page.previous, scope, ""), None)


def answerable(article: Article, public_id: str) -> Row | None:
    """Return the published comment of the article that a reply may go below."""
    row = _listed(article, public_id)
    return row if row and row.status == "published" and not row.is_locked else None


def _read(
    article_id: int, tops: QuerySet[Comment], cursor: str, scope: str, *, newest_first: bool
) -> tuple[Page[Row], list[Shown]]:
    try:
        part = Slice(ROOTS, newest_first, opened(cursor, scope) if cursor else None)
        page, branches = threads.page_of_threads(
            tops, part, article_id=article_id, replies_limit=REPLIES
        )
    except BadCursor as error:
        raise Http404 from error
    return page, [_shown(branch) for branch in branches]


def _top(article: Article, public_id: str) -> Row:
    row = _listed(article, public_id)
    if row is None:
        raise Http404
    return row


def _listed(article: Article, public_id: str) -> Row | None:
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    return threads.one(threads.visible_to(None).filter(article=article), wanted)


def _shown(branch: Branch) -> Shown:
    return Shown(
        row=branch.row,
        tombstone=TOMBSTONES.get(CAUSES.get(branch.row.status, ""), ""),
        replies=[_shown(reply) for reply in branch.replies],
        more=branch.listed - len(branch.replies),
    )


def _query(cursor: Cursor | None, scope: str, below: str) -> str:
    if cursor is None:
        return ""
    query: dict[str, Any] = {"below": below} if below else {}
    return "?" + urlencode({**query, "cursor": cursor.sealed(scope)})
