"""Coral: a folder with what `mongoexport` writes of its collections `users`, `stories` and
`comments` (a document a line, or arrays), or with the CSV files of the same names.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from discussion.imports.coral_csv import csv_rows
from discussion.imports.files import SourceFile
from discussion.imports.json_rows import rows, text_in
from discussion.imports.records import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Guest,
    Record,
    SourceUnreadable,
    Status,
    TextRecord,
    Unusable,
)
from discussion.imports.times import moment_of

_ENDINGS = (".json", ".jsonl", ".csv", ".json.gz", ".jsonl.gz", ".csv.gz")
_STATUS: dict[str, Status] = {
    "NONE": "published",
    "APPROVED": "published",
    "ACCEPTED": "published",
    "REJECTED": "rejected",
    "PREMOD": "held",
    "SYSTEM_WITHHELD": "held",
}


class Coral:
    """Users, stories, comments, in this order. `users` may be missing."""

    def __init__(self, folder: Path) -> None:
        self._files = {name: _file(folder, name) for name in ("users", "stories", "comments")}

    @property
    def size(self) -> int:
        return sum(file.size for file in self._files.values() if file)

    @property
    def done(self) -> int:
        return sum(file.done for file in self._files.values() if file)

    def records(self) -> Iterator[Record]:
        make: dict[str, Callable[[dict[str, Any], str], Record]] = {
            "users": _user,
            "stories": _story,
            "comments": _comment,
        }
        for name, file in self._files.items():
            if file is None:
                if name == "users":
                    continue
                raise SourceUnreadable(name, f"the folder has no {name}.json, .jsonl or .csv")
            is_csv = ".csv" in file.path.suffixes
            for where, row in csv_rows(file, name) if is_csv else rows(file):
                try:
                    yield make[name](row, f"{name} {where}")
                except (ValueError, TypeError, AttributeError, KeyError) as error:
                    yield Unusable(
                        where=f"{name} {where}", reason=f"{type(error).__name__}: {error}"
                    )


def _file(folder: Path, name: str) -> SourceFile | None:
    if not folder.is_dir():
        raise SourceUnreadable(str(folder), "an export of Coral is a folder")
    paths = (folder / f"{name}{ending}" for ending in _ENDINGS)
    return next((SourceFile(path) for path in paths if path.is_file()), None)


def _user(row: dict[str, Any], where: str) -> AuthorRecord:
    states = row.get("status") or {}
    fields: dict[str, Any] = {"first_seen_at": moment_of(row.get("createdAt"))}
    if (states.get("ban") or {}).get("active"):
        fields["restriction"] = "banned"
    elif (states.get("premod") or {}).get("active"):
        fields["restriction"] = "always_hold"
    return AuthorRecord(
        id=_id(row), name=text_in(row, "username"), email=text_in(row, "email"), fields=fields
    )


def _story(row: dict[str, Any], where: str) -> ArticleRecord:
    told = row.get("metadata") or {}
    fields = {
        "published_at": moment_of(told.get("publishedAt")) or moment_of(row.get("createdAt")),
        "closes_at": moment_of(row.get("closedAt") or None),
        "section": text_in(told, "section")[:100],
        "byline_name": text_in(told, "author")[:200],
        "deck": text_in(told, "description"),
    }
    return ArticleRecord(
        id=_id(row),
        url=text_in(row, "url"),
        external_id=_id(row),
        title=text_in(told, "title"),
        fields={name: value for name, value in fields.items() if value},
    )


def _comment(row: dict[str, Any], where: str) -> CommentRecord:
    id_, status = _id(row), _STATUS[row["status"]]
    deleted, author = row.get("deletedAt"), text_in(row, "authorID")
    bodies = row.get("revisions") or []
    featured = [tag for tag in row.get("tags") or () if tag.get("type") == "FEATURED"]
    return CommentRecord(
        id=id_,
        article=text_in(row, "storyID"),
        parent=text_in(row, "parentID"),
        author=author or Guest(),
        created_at=moment_of(row.get("createdAt")),
        edited_at=moment_of(bodies[-1].get("createdAt")) if len(bodies) > 1 else None,
        featured_at=moment_of(featured[0].get("createdAt")) if featured else None,
        status="withdrawn" if deleted else status,
        body=text_in(bodies[-1], "body") if bodies else "",
        markup="html",
        revisions=() if deleted else _earlier(bodies),
        anchor=f"?commentID={id_}",
        reactions={"like": count} if (count := _respects(row)) else None,
        where=where,
    )


def _earlier(bodies: list[dict[str, Any]]) -> tuple[TextRecord, ...]:
    """Return the texts that were edited since; the last one is the comment's body."""
    return tuple(
        TextRecord(
            number=number,
            text=text_in(body, "body"),
            state="superseded",
            created_at=moment_of(body.get("createdAt")),
        )
        for number, body in enumerate(bodies[:-1], start=1)
    )


def _respects(row: dict[str, Any]) -> int:
    return int((row.get("actionCounts") or {}).get("REACTION") or 0)


def _id(row: dict[str, Any]) -> str:
    # `id` is Coral's own; `_id` MongoDB's, which nothing refers to.
    id_ = text_in(row, "id")
    if not id_:
        raise ValueError("it has no id")
    return id_
