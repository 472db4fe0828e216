"""What was read, on the disk and in order: so that memory does not grow with the source, nothing is
written before all was read, and an interrupted import goes on where it was.
"""

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal, Self

_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE subjects (known TEXT PRIMARY KEY, subject TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE policies (number INTEGER PRIMARY KEY, payload TEXT NOT NULL);
CREATE TABLE articles (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, payload TEXT NOT NULL);
CREATE TABLE authors (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, payload TEXT NOT NULL);
CREATE TABLE comments (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    parent TEXT,
    article TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,   -- microseconds since 1970
    told INTEGER,          -- its place in time: never before what it answers
    level INTEGER,         -- 0 for a root; empty until it is known
    status TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE TABLE problems (
    seq INTEGER PRIMARY KEY, code TEXT NOT NULL, place TEXT NOT NULL, detail TEXT NOT NULL
);
"""
# Once all rows are in: cheaper than at each of them.
_INDEXES = """
CREATE INDEX comments_by_parent ON comments (parent) WHERE parent IS NOT NULL;
CREATE INDEX comments_by_level ON comments (level);
CREATE INDEX comments_by_author ON comments (author);
CREATE INDEX comments_by_article ON comments (article);
CREATE INDEX problems_by_code ON problems (code);
ANALYZE;
"""
_CACHE_KIB = 16_384
Table = Literal["articles", "authors"]


class StagingInUse(Exception):
    """Another import of the same source into the same site runs."""


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Hold the staging file's place; the kernel lets go of it however the holder ends.

    Raises StagingInUse.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StagingInUse from error
        yield


class Staging:
    """A database of its own, deleted when the import is done. Texts lie in it: its owner alone
    may read it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = sqlite3.connect(path, isolation_level=None)
        for pragma in (
            "journal_mode=OFF",  # it can be made again at any time
            "synchronous=OFF",
            "temp_store=FILE",
            f"cache_size=-{_CACHE_KIB}",
        ):
            self.rows.execute(f"PRAGMA {pragma}")

    @classmethod
    def new(cls, path: Path) -> Self:
        """Begin an empty one."""
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        staging = cls(path)
        staging.rows.executescript(_SCHEMA)
        staging.rows.execute("BEGIN")
        return staging

    @classmethod
    def kept(cls, path: Path, *, of: str) -> Self | None:
        """Return what an interrupted import of the same file has read to the end, if it has."""
        if not path.is_file():
            return None
        staging = cls(path)
        try:
            if staging.fact("read") == of:
                return staging
        except sqlite3.DatabaseError:
            pass
        staging.close()
        return None

    def finish(self, *, of: str) -> None:
        """All was read and put in order: from now on it is good for `kept`."""
        self.note("read", of)
        self.rows.execute("COMMIT")
        with self.path.open("rb") as file:
            os.fsync(file.fileno())

    def index(self) -> None:
        """Make what the order of threads is found by."""
        self.rows.execute("COMMIT")
        self.rows.executescript(_INDEXES)
        self.rows.execute("BEGIN")

    def note(self, name: str, value: str) -> None:
        self.rows.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def fact(self, name: str) -> str:
        found = self.rows.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def problem(self, code: str, place: str, detail: str = "") -> None:
        """Note something that the report has to tell; never a text of anybody."""
        self.rows.execute(
            "INSERT INTO problems (code, place, detail) VALUES (?, ?, ?)",
            (code, place[:200], detail[:200]),
        )

    def merge(self, table: Table, id_: str, payload: dict[str, Any]) -> bool:
        """Keep what is told of an article or author; told again, it adds what was empty before.

        Tell whether it is new.
        """
        inserted = self.rows.execute(
            f"INSERT OR IGNORE INTO {table} (id, payload) VALUES (?, ?)",  # noqa: S608
            (id_, json.dumps(payload)),
        )
        if inserted.rowcount:
            return True
        query = f"SELECT payload FROM {table} WHERE id = ?"  # noqa: S608
        known = self.rows.execute(query, (id_,)).fetchone()
        before = json.loads(known[0])
        after = {
            **before,
            **{name: value for name, value in payload.items() if value and not before.get(name)},
        }
        after["fields"] = {**payload["fields"], **before["fields"]}
        if after != before:
            self.rows.execute(
                f"UPDATE {table} SET payload = ? WHERE id = ?",  # noqa: S608
                (json.dumps(after), id_),
            )
        return False

    def count(self, query: str, *values: object) -> int:
        return int(self.rows.execute(query, values).fetchone()[0])

    def each(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query that is not changed meanwhile."""
        with closing(self.rows.cursor()) as cursor:
            yield from cursor.execute(query, values)

    def close(self) -> None:
        self.rows.close()

    def drop(self) -> None:
        """Nothing of it is needed any more."""
        self.close()
        self.path.unlink(missing_ok=True)
