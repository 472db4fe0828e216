"""Comments as they leave the staging file, in the order in which they are stored."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from discussion.imports.intake import moment
from discussion.imports.staging import Staging


@dataclass(frozen=True, slots=True)
class Text:
    """A text, in the state that its revision gets; without a time of its own it has its
    comment's.
    """

    number: int
    text: str
    state: str
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """A comment. `parent`, `article` and `author` are ids of the source; `created_at` is never
    before what it answers only where the source named no time.
    """

    id: str
    parent: str
    article: str
    author: str
    status: str
    created_at: datetime
    texts: tuple[Text, ...]
    public: int | None
    told: dict[str, Any]

    @classmethod
    def of(cls, values: tuple[Any, ...]) -> Self:
        id_, parent, article, author, status, at, payload = values
        told = json.loads(payload)
        texts = tuple(
            Text(number, text, state, parsed(created_at))
            for number, text, state, created_at in told.pop("texts")
        )
        public = told.pop("public")
        return cls(id_, parent or "", article, author, status, moment(at), texts, public, told)

    def time(self, name: str) -> datetime | None:
        return parsed(self.told.get(name))


def parsed(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


_COLUMNS = "id, parent, article, author, status, at, payload"


def batches(staging: Staging, size: int) -> Iterator[list[Row]]:
    """Yield all comments, the older before the younger and never before what they answer."""
    place = (-(2**63), -1, -1)
    while True:
        found = list(
            staging.each(
                f"SELECT told, level, seq, {_COLUMNS} FROM comments"  # noqa: S608  # columns of ours
                " WHERE (told, level, seq) > (?, ?, ?) ORDER BY told, level, seq LIMIT ?",
                *place,
                size,
            )
        )
        if not found:
            return
        yield [Row.of(values[3:]) for values in found]
        place = found[-1][:3]
