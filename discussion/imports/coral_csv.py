"""Coral's CSV files, as the documents that its database would hold.

The columns are those of Coral's importer, in its order; a file may name them in its first line.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from discussion.imports.files import MAX_LINE, SourceFile
from discussion.imports.json_rows import Row
from discussion.imports.records import SourceUnreadable

COLUMNS = {
    "users": ("id", "email", "username", "role", "banned", "created_at"),
    "stories": ("id", "url", "title", "author", "published_at", "closed_at"),
    "comments": ("id", "author_id", "story_id", "created_at", "body", "parent_id", "status"),
}
_TRUE = frozenset({"true", "1", "yes"})


def csv_rows(file: SourceFile, name: str) -> Iterator[Row]:
    """Yield each row as a document, with its line. Raises SourceUnreadable."""
    shape = {"users": _user, "stories": _story, "comments": _comment}[name]
    csv.field_size_limit(MAX_LINE)
    with file.opened() as opened:
        table = csv.reader(io.TextIOWrapper(opened, "utf-8-sig", newline=""), strict=True)
        columns = list(COLUMNS[name])
        try:
            for number, cells in enumerate(table):
                if number == 0 and set(cells) >= {"id"}:
                    columns = cells
                    continue
                if not cells:
                    continue
                where = f"line {table.line_num:,}"
                if len(cells) != len(columns):
                    reason = f"it has {len(cells)} columns in place of {', '.join(columns)}"
                    raise SourceUnreadable(where, reason)
                yield where, shape(dict(zip(columns, cells, strict=True)))
        except (csv.Error, UnicodeDecodeError) as error:
            raise SourceUnreadable(f"line {table.line_num:,}", str(error)) from error


def _user(row: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "email": row.get("email"),
        "username": row.get("username"),
        "createdAt": row.get("created_at"),
        "status": {"ban": {"active": row.get("banned", "").lower() in _TRUE}},
    }


def _story(row: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "url": row.get("url"),
        "closedAt": row.get("closed_at"),
        "metadata": {
            "title": row.get("title"),
            "author": row.get("author"),
            "publishedAt": row.get("published_at"),
        },
    }


def _comment(row: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "authorID": row.get("author_id"),
        "storyID": row.get("story_id"),
        "parentID": row.get("parent_id"),
        "createdAt": row.get("created_at"),
        "status": row.get("status") or "NONE",
        "revisions": [{"body": row.get("body"), "createdAt": row.get("created_at")}],
    }
