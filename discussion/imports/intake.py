"""Records as they come, checked one by one and put into the staging file."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from articles.audit import keyed_digest
from discussion.imports.comment_texts import Unfit, texts_of
from discussion.imports.records import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Guest,
    ParentRecord,
    PolicyRecord,
    Record,
    SiteRecord,
    SourceUnreadable,
    Unusable,
)
from discussion.imports.staging import Staging
from discussion.imports.times import AHEAD, EARLIEST

MAX_ID = 240
MAX_SUBJECT = 255
MAX_NAME = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What an operator decides about people: `subject_template` has {source} and {id}."""

    source: str
    subject_template: str = "{source}:{id}"
    subjects: Path | None = None
    with_email: bool = False


@dataclass(slots=True)
class Intake:
    """Takes records in; `now` is the moment after which nothing can have been written."""

    staging: Staging
    choices: Choices
    now: datetime
    taken: int = field(default=0, init=False)

    def learn_subjects(self) -> None:
        """Read the CSV that maps ids or addresses of the source to the site's own ids of people.

        Raises SourceUnreadable.
        """
        for line, known, subject in _pairs(self.choices.subjects):
            if not known or not 1 <= len(subject) <= MAX_SUBJECT:
                raise SourceUnreadable(
                    f"line {line:,}", "id or address, then a subject, are needed"
                )
            self.staging.rows.execute(
                "INSERT OR REPLACE INTO subjects VALUES (?, ?)", (known.casefold(), subject)
            )

    def take(self, record: Record) -> None:
        """Put the record where it belongs; what cannot be used is told in the report."""
        match record:
            case CommentRecord():
                self._comment(record)
            case ArticleRecord():
                self.staging.merge("articles", record.id, _plain(asdict(record)))
            case AuthorRecord():
                self._author(record)
            case ParentRecord():
                self.staging.rows.execute(
                    "UPDATE comments SET parent = ? WHERE id = ?", (record.parent, record.id)
                )
            case PolicyRecord():
                self.staging.rows.execute(
                    "INSERT OR REPLACE INTO policies VALUES (?, ?)",
                    (record.number, json.dumps(_plain(asdict(record)))),
                )
            case SiteRecord():
                self.staging.note("site", json.dumps(_plain(record.fields)))
            case Unusable():
                self.staging.problem("unusable", record.where, record.reason)

    def _comment(self, record: CommentRecord) -> None:
        self.taken += 1
        place = record.where or record.id
        if not 1 <= len(record.id) <= MAX_ID:
            self.staging.problem("unusable", place, f"its id is longer than {MAX_ID}")
            return
        try:
            texts = texts_of(record)
        except Unfit as error:
            self.staging.problem(error.code, place, error.detail)
            return
        for code in texts.told:
            self.staging.problem(code, place)
        author, at = self._writer(record.author), self._moment(record, place)
        payload = _payload(record)
        if not self._insert(record, record.id, record.parent, author, at, payload | texts.first):
            self.staging.problem("duplicate", place, f"“{record.id}” was there before")
            return
        for number, part in enumerate(texts.more, start=2):
            id_ = f"{record.id}#{number}"
            bare = {
                "published_at": payload["published_at"],
                "anchor": payload["anchor"],
                "url": payload["url"],
            }
            self._insert(record, id_, record.id, author, at, bare | part)

    def _insert(
        self,
        record: CommentRecord,
        id_: str,
        parent: str,
        author: str,
        at: int,
        payload: dict[str, Any],
    ) -> bool:
        inserted = self.staging.rows.execute(
            "INSERT OR IGNORE INTO comments (id, parent, article, author, at, status, payload)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (id_, parent or None, record.article, author, at, record.status, json.dumps(payload)),
        )
        return inserted.rowcount == 1

    def _writer(self, author: str | AuthorRecord | Guest) -> str:
        """Return under which key the author stands in the staging file."""
        if isinstance(author, str):
            return author
        return self._author(author) if isinstance(author, AuthorRecord) else self._guest(author)

    def _author(self, record: AuthorRecord) -> str:
        subject = record.subject or self._subject(record.id, record.email)
        told = {"name": record.name, "subject": subject, "fields": _plain(record.fields)}
        if self.choices.with_email:
            told["email"] = record.email
        self._keep(record.id, told)
        return record.id

    def _guest(self, guest: Guest) -> str:
        """Guests of one address are one person, else those of one name; neither is kept in it."""
        known = guest.email.strip().casefold() or guest.name.strip().casefold()
        if not known:
            key = "anonymous"
        else:
            kind = "address" if guest.email.strip() else "name"
            key = f"guest:{keyed_digest(f'imported {kind}', known)[:32]}"
        mapped = self._mapped(guest.email) if guest.email else ""
        told = {
            "name": guest.name.strip() or "Anonymous",
            "subject": mapped or f"{self.choices.source}:{key}",
            "fields": {},
        }
        if self.choices.with_email:
            told["email"] = guest.email
        self._keep(key, told)
        return key

    def _keep(self, key: str, told: dict[str, Any]) -> None:
        if self.staging.merge("authors", key, told) and len(told["name"]) > MAX_NAME:
            self.staging.problem("name-cut", key)

    def _subject(self, id_: str, email: str) -> str:
        if mapped := self._mapped(id_) or (self._mapped(email) if email else ""):
            return mapped
        subject = self.choices.subject_template.format(source=self.choices.source, id=id_)
        # An id that does not fit is still one person's alone.
        return subject if len(subject) <= MAX_SUBJECT else keyed_digest("imported id", subject)

    def _mapped(self, known: str) -> str:
        found = self.staging.rows.execute(
            "SELECT subject FROM subjects WHERE known = ?", (known.casefold(),)
        ).fetchone()
        return str(found[0]) if found else ""

    def _moment(self, record: CommentRecord, place: str) -> int:
        at = record.created_at
        if at is None:
            self.staging.problem("time-missing", place)
            at = EARLIEST
        elif at > self.now + AHEAD:
            self.staging.problem("time-ahead", place, at.isoformat())
            at = self.now
        elif at < EARLIEST:
            self.staging.problem("time-early", place, at.isoformat())
            at = EARLIEST
        return microseconds(at)


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def _payload(record: CommentRecord) -> dict[str, Any]:
    names = (
        *("published_at", "edited_at", "featured_at", "locked_at", "anchor", "url"),
        *("reactions", "decision", "decisions"),
    )
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: Any) -> Any:
    """Return the value as JSON has it: times as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _pairs(path: Path | None) -> Iterator[tuple[int, str, str]]:
    if path is None:
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, cells in enumerate(csv.reader(file, strict=True), start=1):
                if len(cells) != 2:
                    raise SourceUnreadable(f"{path} line {number:,}", "two columns are needed")
                yield number, cells[0].strip(), cells[1].strip()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceUnreadable(str(path), str(error)) from error
