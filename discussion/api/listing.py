"""The pages of an article's comments: what was asked for, and the answer in bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from articles.api.base import json_bytes
from articles.api.conditional import tag_of
from articles.api.links import Links
from articles.api.problems import Problem
from articles.keyset import Cursor, Page, Slice, opened
from articles.models import Article
from discussion.models import Author, Comment, Revision
from discussion.replica import read_of
from discussion.rows import Row
from discussion.shapes import Frame, comment_json, comments_json
from discussion.threads import (
    Branch,
    Place,
    branches_of,
    one,
    page_of_threads,
    replies_of,
    roots_of,
    waiting_of,
    written_page,
)
from discussion.viewing import Viewing
from discussion.written_rows import WrittenBranch, WrittenRow
from discussion.written_shapes import comments_text

# Part of every tag and key: a new shape of the answer is a new page.
SHAPE = 4
# The column that goes before the newness, by order; without one a list is by time.
SORTED_BY = {"most_liked": "like_count", "most_replies": "reply_count"}


# A page's bytes and its Link header.
Written = tuple[bytes, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One list of comments: of an article's roots, or of the replies to `parent`."""

    article: Article
    parent: UUID | None
    sort: str
    limit: int
    replies_limit: int
    cursor: str | None

    @classmethod
    def of(cls, article: Article, params: dict[str, Any]) -> "Asked":
        parent = params.get("parent")
        return cls(
            article,
            parent,
            params.get("sort") or ("oldest" if parent else "newest"),
            params["limit"],
            params["replies_limit"],
            params.get("cursor"),
        )

    @property
    def etag(self) -> str:
        """The tag of the public page: what it shows is determined by these alone."""
        parts = (self.parent, self.sort, self.limit, self.replies_limit, self.cursor)
        return tag_of([*face_of(self.article), *parts])

    @property
    def links(self) -> Links:
        query = {"sort": self.sort, "limit": self.limit, "replies_limit": self.replies_limit}
        if self.parent:
            query["parent"] = str(self.parent)
        return Links(self._path, query, _scope(self.article, self.parent, self.sort))

    @property
    def part(self) -> Slice:
        """Return the part of the list that the page shows; raises BadCursor."""
        cursor = opened(self.cursor, self.links.scope) if self.cursor else None
        by = SORTED_BY.get(self.sort, "")
        return Slice(self.limit, newest_first=self.sort != "oldest", cursor=cursor, by=by)

    def more(self, parent: Row | WrittenRow, cursor: Cursor | None) -> str:
        """Return the address of a comment's replies, from the cursor on or from the first."""
        query = {"parent": str(parent.public_id), "replies_limit": self.replies_limit}
        links = Links(self._path, query, _scope(self.article, parent.public_id, "oldest"))
        return links.to(cursor) or links.start

    @property
    def _path(self) -> str:
        return f"/api/v1/articles/{self.article.public_id}/comments/"


def public_page(asked: Asked) -> Written:
    """Return the page that everybody gets, and its Link header."""
    page, branches = read_of(asked.article, lambda: _written(asked))
    links = asked.links
    ends = {"next": links.to(page.next), "previous": links.to(page.previous)}
    # As _page_json has it: the results first, then where the list goes on.
    results = comments_text(branches, Frame(asked.article, asked.more))
    body = b'{"results":%b,%b' % (results.encode(), json_bytes(ends)[1:])
    return body, links.header(page)


def personal_page(asked: Asked, author: Author | None) -> Written:
    """Return the page with what is for this reader alone, and its Link header."""
    page, branches = _read(asked)
    waiting = waiting_of(author, asked.article.pk) if author else []
    rows = [*waiting, *(row for branch in branches for row in _rows_of(branch))]
    viewing = Viewing.of(author, asked.article, rows)
    frame = Frame(asked.article, asked.more, viewing.personal)
    body = _page_json(asked, page, branches, frame)
    body["waiting"] = comments_json([Branch(row) for row in waiting], frame)
    return json_bytes(body), asked.links.header(page)


def single(comment: Comment, author: Author | None, *, personal: bool) -> dict[str, Any]:
    """Return one comment as it now is; `comment` has its article and site read along."""
    row = one(Comment.objects.all(), comment.public_id)
    assert row is not None
    viewing = Viewing.of(author, comment.article, [row], unfolded=True) if personal else None
    return _flat(comment.article, [row], viewing)[0]


def just_posted(comment: Comment, author: Author, text: Revision) -> dict[str, Any]:
    """Return a new comment as its author sees it, from what was stored: nothing is read again."""
    viewing = Viewing.of_new(author, comment.article, text)
    return comment_json(Branch(Row.of_new(comment)), _frame(comment.article, viewing))


def public_shapes(article: Article, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return comments as everybody sees them, each by itself."""
    return _flat(article, rows, None)


def face_of(article: Article) -> tuple[object, ...]:
    """Return what determines how the article's comments look to everybody."""
    return SHAPE, article.public_id, article.version, article.site.reactions


def _flat(article: Article, rows: Iterable[Row], viewing: Viewing | None) -> list[dict[str, Any]]:
    return comments_json(branches_of(rows), _frame(article, viewing))


def _frame(article: Article, viewing: Viewing | None) -> Frame:
    """Return the frame of comments that stand by themselves."""
    asked = Asked(article, None, "newest", 20, 10, None)
    return Frame(article, asked.more, viewing.personal if viewing else None)


def _written(asked: Asked) -> tuple[Page[Place], list[WrittenBranch]]:
    # First the cursor, then whatever has to be read.
    part = asked.part
    return written_page(
        _tops(asked), part, article_id=asked.article.pk, replies_limit=asked.replies_limit
    )


def _read(asked: Asked) -> tuple[Page[Row], list[Branch]]:
    part = asked.part
    return page_of_threads(
        _tops(asked), part, article_id=asked.article.pk, replies_limit=asked.replies_limit
    )


def _tops(asked: Asked) -> Any:
    if asked.parent is None:
        return roots_of(asked.article.pk)
    listed = Comment.objects.filter(article_id=asked.article.pk, listed=True)
    parent = one(listed, asked.parent)
    if parent is None:
        errors = [{"parameter": "parent", "detail": "The article has no such comment."}]
        raise Problem(400, "unknown-parent", "There is no such comment here.", errors=errors)
    return replies_of(parent)


def _page_json(
    asked: Asked, page: Page[Row], branches: list[Branch], frame: Frame
) -> dict[str, Any]:
    return {
        "results": comments_json(branches, frame),
        "next": asked.links.to(page.next),
        "previous": asked.links.to(page.previous),
    }


def _rows_of(branch: Branch) -> list[Row]:
    return [branch.row, *(row for reply in branch.replies for row in _rows_of(reply))]


def _scope(article: Article, parent: UUID | str | None, sort: str) -> str:
    return f"comments {article.public_id} {parent} {sort}"
