"""Comments as the API shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from articles.api.shapes import instant
from articles.keyset import Cursor
from articles.models import Article
from discussion.models import Author
from discussion.places import comment_place
from discussion.rows import Row
from discussion.threads import Branch
from discussion.written_rows import WrittenRow

# By whose act a comment is gone. A held one that is listed was public before a person acted.
CAUSES = {"withdrawn": "author", "rejected": "moderator", "held": "moderator", "erased": "law"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a comment's shape needs of its surroundings.

    `more` gives the address of a comment's replies, from a cursor on or from the first. `personal`
    adds, for an authenticated answer, what depends on the viewer.
    """

    article: Article
    more: Callable[[Row | WrittenRow, Cursor | None], str]
    personal: Callable[[Branch], dict[str, Any]] | None = None


def comments_json(branches: Sequence[Branch], frame: Frame) -> list[dict[str, Any]]:
    """Return the comments with their replies, as deep as they are nested."""
    return [comment_json(branch, frame) for branch in branches]


def comment_json(branch: Branch, frame: Frame) -> dict[str, Any]:
    """Return one comment; a gone one is a tombstone, which says by whose act and nothing else."""
    row = branch.row
    public = row.status == "published"
    shape = {
        "id": str(row.public_id),
        "article_id": str(frame.article.public_id),
        "parent_id": str(row.parent_public_id) if row.parent_public_id else None,
        "author": author_json(row) if public else None,
        "body_html": row.fragment if public else None,
        "status": row.status,
        "published_at": instant(row.published_at) if public else None,
        "edited_at": instant(row.edited_at) if public else None,
        "featured": row.is_featured,
        "locked": row.is_locked,
        "reply_count": branch.published,
        "reactions": _reactions_json(row, frame) if public else {},
        "permalink": comment_place(frame.article.site.slug, row.public_id),
        "tombstone": {"cause": CAUSES[row.status]} if row.status in CAUSES else None,
        "replies": _replies_json(branch, frame),
    }
    return {**shape, **frame.personal(branch)} if frame.personal else shape


def author_json(row: Row) -> dict[str, Any]:
    return {
        "id": str(row.author_public_id),
        "display_name": row.display_name,
        "badges": row.badges,
        "kind": kind_of(row),
    }


def known_author_json(author: Author) -> dict[str, Any]:
    """Return the same of an author's own row."""
    return {
        "id": str(author.public_id),
        "display_name": author.display_name,
        "badges": author.badges,
        "kind": kind_of(author),
    }


def kind_of(author: Row | Author) -> str:
    """Return how the author is known: guests chose their name, and nobody vouches for it."""
    return "guest" if author.is_guest else "reader"


def _reactions_json(row: Row, frame: Frame) -> dict[str, int]:
    """Return how many there are of each that the site offers; also of those that nobody gave."""
    return {name: row.reaction_counts.get(name, 0) for name in frame.article.site.reactions}


def _replies_json(branch: Branch, frame: Frame) -> dict[str, Any]:
    shown = branch.replies
    rest = None
    if branch.listed > len(shown):
        edge = Cursor(shown[-1].row.public_id, before=False) if shown else None
        rest = frame.more(branch.row, edge)
    return {"results": comments_json(shown, frame), "next": rest}
