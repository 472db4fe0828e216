"""django-contrib-comments and django-comments-xtd: their tables, read where they are."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import environ
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from discussion.imports.django_comments import Pages, comment_of
from discussion.imports.records import AuthorRecord, Record, SourceUnreadable, Unusable

_CHUNK = 1_000
_THREADED = "django_comments_xtd_xtdcomment"
_COLUMNS = (
    *("id", "object_pk", "user_id", "user_name", "user_email", "comment"),
    *("submit_date", "is_public", "is_removed"),
)


class DjangoTables:
    """A database by its URL (`sqlite:///PATH`, `postgres://…`); keys in order, a chunk a query."""

    def __init__(self, url: str, *, address: str = "") -> None:
        self._url = url
        self._pages = Pages(address)
        self.size = self.done = 0

    def records(self) -> Iterator[Record]:
        database = _connected(self._url)
        try:
            with database.cursor() as cursor:
                tables = set(database.introspection.table_names(cursor))
                self.size = _one(cursor, "SELECT count(*) FROM django_comments")
                if "auth_user" in tables:
                    yield from _users(cursor)
                yield from self._comments(cursor, threaded=_THREADED in tables)
        except DatabaseError as error:
            where = f"comment {self.done:,}" if self.done else "the database"
            raise SourceUnreadable(where, str(error).strip()) from error
        finally:
            database.close()

    def _comments(self, cursor: Any, *, threaded: bool) -> Iterator[Record]:
        parent = "x.parent_id" if threaded else "NULL"
        join = f"LEFT JOIN {_THREADED} x ON x.comment_ptr_id = c.id" if threaded else ""
        columns = ", ".join(f"c.{name}" for name in _COLUMNS)
        # No name in it comes from outside.
        query = (
            f"SELECT t.app_label, t.model, {parent}, {columns} FROM django_comments c"  # noqa: S608
            f" JOIN django_content_type t ON t.id = c.content_type_id {join}"
            " WHERE c.id > %s ORDER BY c.id LIMIT %s"
        )
        for app, model, answers, *values in _chunks(cursor, query, key=3):
            self.done += 1
            row = {**dict(zip(_COLUMNS, values, strict=True)), "parent_id": answers}
            page = f"{app}.{model}/{row['object_pk']}"
            yield from self._pages.told(page)
            try:
                yield comment_of(row, page, f"comment {row['id']}")
            except ValueError as error:
                yield Unusable(where=f"comment {row['id']}", reason=str(error))


def _users(cursor: Any) -> Iterator[AuthorRecord]:
    query = (
        "SELECT id, username, first_name, last_name, email FROM auth_user"
        " WHERE id > %s ORDER BY id LIMIT %s"
    )
    for id_, username, first, last, email in _chunks(cursor, query, key=0):
        name = f"{first} {last}".strip() or username
        yield AuthorRecord(id=str(id_), name=name, email=email or "")


def _chunks(cursor: Any, query: str, *, key: int) -> Iterator[tuple[Any, ...]]:
    last: Any = -(2**63)
    while True:
        cursor.execute(query, [last, _CHUNK])
        found = cursor.fetchall()
        if not found:
            return
        yield from found
        last = found[-1][key]


def _one(cursor: Any, query: str) -> int:
    cursor.execute(query)
    return int(cursor.fetchone()[0])


def _connected(url: str) -> BaseDatabaseWrapper:
    try:
        config = environ.Env.db_url_config(url)
        if config["ENGINE"].endswith("sqlite3"):
            # Read alone; and nothing in the file may run: no function in a view or an index.
            config["NAME"] = f"file:{quote(str(config['NAME']))}?mode=ro"
            config["OPTIONS"] = {"uri": True, "init_command": "PRAGMA trusted_schema=OFF"}
        database = ConnectionHandler({"default": config})["default"]
        database.ensure_connection()
    except Exception as error:
        # A missing driver, a wrong address and a refused password have no base class in common;
        # the message of none of them is shown, since it may repeat the address with its password.
        raise SourceUnreadable("the database", f"{type(error).__name__}: no connection") from error
    return database
