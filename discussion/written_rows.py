"""Comments as the public page prints them: read as text, which the page only puts together.

Where rows.Row has ids, times and lists to reckon with, a WrittenRow has what the database makes
of them: a page of 200 comments would otherwise spend most of its time on turning text into objects
and back.

No value of a request is part of a statement's text here: only names and places of parameters are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from discussion.models import Comment
from discussion.models.people import GUEST

Statement = tuple[str, Sequence[Any]]


class WrittenRow(NamedTuple):
    """One comment; times and ids as the API writes them, `badges` and `reactions` as JSON.

    `fragment` and `published_at` are None unless it is published.
    """

    pk: int
    public_id: str
    parent_public_id: str | None
    path: bytes
    status: str
    author_public_id: str
    is_guest: bool
    display_name: str
    badges: str
    fragment: str | None
    published_at: str | None
    edited_at: str | None
    is_featured: bool
    is_locked: bool
    reactions: str


@dataclass(slots=True)
class WrittenBranch:
    """A comment with those of its replies that the page shows, as threads.Branch is."""

    row: WrittenRow
    replies: list["WrittenBranch"] = field(default_factory=list)
    listed: int = 0
    published: int = 0


def rows_among(pks: Sequence[int], more: Statement) -> list[WrittenRow]:
    """Return the comments of these ids (one at least), and those whose ids the statement selects,
    in the order of the thread.
    """
    sql, parameters = more
    own = f"SELECT id FROM discussion_comment WHERE id IN ({_places(pks)})"  # noqa: S608
    ids = f"{own} UNION ALL {sql}" if sql else own
    database = _database()
    with database.cursor() as cursor:
        cursor.execute(
            f"{_select(database.vendor)} WHERE c.id IN ({ids}) ORDER BY c.path", [*pks, *parameters]
        )
        return [_row(values) for values in cursor.fetchall()]


def replies_counted(parents: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return for each of the comments that has listed replies: its id, how many of them there are,
    and how many are published.
    """
    pks = list(parents)
    if not pks:
        return []
    with _database().cursor() as cursor:
        cursor.execute(_COUNTS.format(_places(pks)), pks)
        counted: list[tuple[int, int, int]] = cursor.fetchall()
        return counted


def _database() -> BaseDatabaseWrapper:
    """Return the one that Django's router asks: pages for everybody may come from a replica."""
    return connections[router.db_for_read(Comment)]


def _places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _row(values: Sequence[Any]) -> WrittenRow:
    pk, public_id, parent, path, *rest = values
    return WrittenRow(pk, public_id, parent, bytes(path), *rest)


@cache
def _select(vendor: str) -> str:
    """Return the statement without its condition, as that database spells it."""
    is_sqlite = vendor == "sqlite"
    uuid, time, text = (_UUID, _TIME, "{}") if is_sqlite else ("{}::text", _TO_CHAR, "{}::text")
    columns = [
        "c.id",
        uuid.format("c.public_id"),
        uuid.format("p.public_id"),
        "c.path",
        "c.status",
        uuid.format("a.public_id"),
        f"substr(a.subject, 1, {len(GUEST)}) = '{GUEST}'",
        "a.display_name",
        text.format("a.badges"),
        "v.fragment",
        time.format("c.published_at"),
        time.format("c.edited_at"),
        "c.featured_at IS NOT NULL",
        "c.locked_at IS NOT NULL OR r.locked_at IS NOT NULL",
        text.format("c.reaction_counts"),
    ]
    return f"SELECT {', '.join(columns)} FROM {_FROM}"  # noqa: S608


_FROM = (
    "discussion_comment c"
    " JOIN discussion_author a ON a.id = c.author_id"
    " LEFT JOIN discussion_comment p ON p.id = c.parent_id"
    " LEFT JOIN discussion_comment r ON r.id = c.root_id"
    " LEFT JOIN discussion_revision v ON v.id = c.public_revision_id"
)
_COUNTS = (
    "SELECT parent_id, count(*), count(*) FILTER (WHERE status = 'published')"
    " FROM discussion_comment WHERE listed AND parent_id IN ({}) GROUP BY parent_id"
)
_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
# SQLite keeps an id as 32 digits, and a time in UTC with as many digits of its second as it has.
_UUID = "||'-'||".join(f"substr({{0}},{at},{size})" for at, size in _PARTS)
_TIME = "substr({0},1,10)||'T'||substr({0},12,8)||'.'||substr(substr({0},21,3)||'000',1,3)||'Z'"
_TO_CHAR = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
