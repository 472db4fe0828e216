"""Comments as everybody sees them, put together as text.

The same as discussion/shapes.py, whose words are the contract, without a dictionary for each
comment: a test holds the two equal over whole lives of a site.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from uuid import UUID

from articles.keyset import Cursor
from discussion.places import comment_place
from discussion.shapes import CAUSES, Frame
from discussion.written_rows import WrittenBranch, WrittenRow


def comments_text(branches: Sequence[WrittenBranch], frame: Frame) -> str:
    """Return the comments with their replies as a JSON list."""
    return f"[{','.join(_comment(branch, frame) for branch in branches)}]"


def _comment(branch: WrittenBranch, frame: Frame) -> str:
    row, replies = branch.row, _replies(branch, frame)
    parent = f'"{row.parent_public_id}"' if row.parent_public_id else "null"
    head = f'{{"id":"{row.public_id}","article_id":"{frame.article.public_id}","parent_id":{parent}'
    locked = "true" if row.is_locked else "false"
    place = quoted(comment_place(frame.article.site.slug, row.public_id))
    if row.status != "published":
        return (
            f'{head},"author":null,"body_html":null,"status":"{row.status}","published_at":null'
            f',"edited_at":null,"featured":false,"locked":{locked}'
            f',"reply_count":{branch.published},"reactions":{{}},"permalink":{place}'
            f',"tombstone":{_tombstone(row)},"replies":{replies}}}'
        )
    edited = f'"{row.edited_at}"' if row.edited_at else "null"
    featured = "true" if row.is_featured else "false"
    reactions = _reactions(row.reactions, tuple(frame.article.site.reactions))
    return (
        f'{head},"author":{_author(row)},"body_html":{quoted(row.fragment or "")}'
        f',"status":"published","published_at":"{row.published_at}","edited_at":{edited}'
        f',"featured":{featured},"locked":{locked},"reply_count":{branch.published}'
        f',"reactions":{reactions},"permalink":{place},"tombstone":null,"replies":{replies}}}'
    )


def _author(row: WrittenRow) -> str:
    kind = "guest" if row.is_guest else "reader"
    return (
        f'{{"id":"{row.author_public_id}","display_name":{quoted(row.display_name)}'
        f',"badges":{_anew(row.badges)},"kind":"{kind}"}}'
    )


def _tombstone(row: WrittenRow) -> str:
    return f'{{"cause":"{CAUSES[row.status]}"}}' if row.status in CAUSES else "null"


def _replies(branch: WrittenBranch, frame: Frame) -> str:
    shown, rest = branch.replies, "null"
    if branch.listed > len(shown):
        edge = Cursor(UUID(shown[-1].row.public_id), before=False) if shown else None
        rest = quoted(frame.more(branch.row, edge))
    return f'{{"results":{comments_text(shown, frame)},"next":{rest}}}'


@lru_cache(maxsize=4096)
def _reactions(counts: str, offered: tuple[str, ...]) -> str:
    told = json.loads(counts)
    return _compact({name: told.get(name, 0) for name in offered})


@lru_cache(maxsize=1024)
def _anew(text: str) -> str:
    """Return stored JSON as answers spell it: every database has a spelling of its own."""
    return _compact(json.loads(text))


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
