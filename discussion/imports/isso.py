"""Isso: its SQLite database, opened for reading alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

from discussion.imports.records import (
    ArticleRecord,
    CommentRecord,
    Guest,
    Record,
    SourceUnreadable,
    Status,
    Unusable,
)
from discussion.imports.times import moment_of

# 1 is valid, 2 is pending, 4 was deleted and stays for its replies.
_STATUS: dict[int, Status] = {1: "published", 2: "held", 4: "withdrawn"}
_MOST_BYTES = 16 * 1024 * 1024
_THREADS = "SELECT id, uri, title FROM threads"
_COMMENTS = (
    "SELECT id, tid, parent, created, modified, mode, text, author, email, likes, dislikes"
    " FROM comments ORDER BY id"
)


class Isso:
    """Threads by uri, below `base`, the site's address; everybody there is a guest."""

    def __init__(self, path: Path, *, base: str = "") -> None:
        self._path, self._base = path, base.rstrip("/")
        self.size = self.done = 0

    def records(self) -> Iterator[Record]:
        if not self._path.is_file():
            raise SourceUnreadable(str(self._path), "there is no such file")
        uri = f"file:{quote(str(self._path.resolve()))}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as database:
                # Nothing in the file may run: no function in a view, a trigger or an index.
                database.execute("PRAGMA trusted_schema=OFF")
                database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES)
                self.size = database.execute("SELECT count(*) FROM comments").fetchone()[0]
                for row in database.execute(_THREADS):
                    yield self._thread(*row)
                for row in database.execute(_COMMENTS):
                    self.done += 1
                    yield _comment(*row)
        except (sqlite3.DatabaseError, OverflowError) as error:
            where = f"comment {self.done:,}" if self.done else str(self._path)
            raise SourceUnreadable(where, f"it is no database of Isso: {error}") from error

    def _thread(self, id_: int, uri: str, title: str | None) -> ArticleRecord:
        is_whole = bool(urlsplit(uri).scheme)
        url = uri if is_whole or not self._base else self._base + uri
        return ArticleRecord(
            id=str(id_),
            url=url if urlsplit(url).scheme else "",
            external_id=uri,
            title=title or "",
        )


def _comment(
    id_: int,
    thread: int,
    parent: int | None,
    created: float,
    modified: float | None,
    mode: int,
    text: str | None,
    name: str | None,
    email: str | None,
    likes: int,
    dislikes: int,
) -> CommentRecord | Unusable:
    where = f"comment {id_}"
    try:
        return CommentRecord(
            id=str(id_),
            article=str(thread),
            parent=str(parent) if parent else "",
            author=Guest(name=name or "", email=email or ""),
            created_at=moment_of(created),
            edited_at=moment_of(modified),
            status=_STATUS[mode],
            body=text or "",
            anchor=f"#isso-{id_}",
            reactions={"like": likes, "dislike": dislikes} if likes or dislikes else None,
            where=where,
        )
    except KeyError:
        return Unusable(where=where, reason=f"its mode is {mode!r}")
    except ValueError as error:
        return Unusable(where=where, reason=str(error))
