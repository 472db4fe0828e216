"""The texts of one comment as they are stored: of one revision or several, or cut in parts."""

from dataclasses import dataclass
from typing import Any

from discussion.body import MAX_CODE_POINTS, BodyRefused
from discussion.imports.records import CommentRecord, TextRecord
from discussion.imports.texts import prepared

# What the latest text of a comment is in, by the comment's status.
_STATE = {
    "published": "published",
    "held": "held",
    "rejected": "rejected",
    "withdrawn": "superseded",
    "erased": "superseded",
}


class Unfit(Exception):
    """The comment cannot be stored; `code` is what the report counts it under."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Texts:
    """`first` is what the comment itself gets: its `texts` and the number of its public one; `more`
    the same of the comments that a too long text goes on in. `told` is what was done to it.
    """

    first: dict[str, Any]
    more: tuple[dict[str, Any], ...] = ()
    told: tuple[str, ...] = ()


def texts_of(record: CommentRecord) -> Texts:
    """Return the texts of the comment, each fit to be stored. Raises Unfit."""
    if record.revisions and not record.body:
        return Texts(_as_told(record))
    if record.status in {"withdrawn", "erased"}:
        # What somebody took back elsewhere is not brought back: only its place.
        return Texts(_numbered([""], record))
    try:
        latest = prepared(record.body, record.markup)
        earlier = [_earlier(record, text) for text in record.revisions]
    except BodyRefused as error:
        raise Unfit(f"refused-{error.code}", error.detail) from error
    first, *more = latest.parts
    told = [*latest.told, *(["revision-left-out"] if "" in earlier else [])]
    return Texts(
        _numbered([*filter(None, earlier), first], record),
        tuple(_numbered([part], record) for part in more),
        tuple(told),
    )


def _earlier(record: CommentRecord, text: TextRecord) -> str:
    """Return a text that was replaced since; one that cannot be stored is not missed."""
    try:
        parts = prepared(text.text, record.markup).parts
    except BodyRefused:
        return ""
    return parts[0] if len(parts) == 1 else ""


def _numbered(texts: list[str], record: CommentRecord) -> dict[str, Any]:
    latest = len(texts)
    rows = [
        [number, text, "superseded" if number < latest else _STATE[record.status], None]
        for number, text in enumerate(texts, start=1)
    ]
    return {"texts": rows, "public": latest if record.status == "published" else None}


def _as_told(record: CommentRecord) -> dict[str, Any]:
    """Return the revisions of an export, word for word, in states that fit the comment's status."""
    revisions = sorted(record.revisions, key=lambda text: text.number)
    numbers = [text.number for text in revisions]
    if numbers[0] < 1 or len(set(numbers)) != len(numbers):
        raise Unfit("unusable", "its revisions are not numbered from 1")
    if any(len(text.text) > MAX_CODE_POINTS or "\0" in text.text for text in revisions):
        raise Unfit("unusable", "a revision is no text that an export writes")
    public = _public(record, revisions)
    waiting = _waiting(record, revisions, public)
    rows = []
    for text in revisions:
        state = "published" if text.number == public else "held" if text.number == waiting else ""
        if not state:
            state = "rejected" if text.state == "rejected" else "superseded"
        at = text.created_at.isoformat() if text.created_at else None
        rows.append([text.number, text.text, state, at])
    return {"texts": rows, "public": public}


def _public(record: CommentRecord, revisions: list[TextRecord]) -> int | None:
    if record.status != "published":
        return None
    told = [text.number for text in revisions if text.state == "published"]
    public = record.public_revision or (told[-1] if told else revisions[-1].number)
    if public not in {text.number for text in revisions}:
        raise Unfit("unusable", "its public revision is none of its revisions")
    return public


def _waiting(record: CommentRecord, revisions: list[TextRecord], public: int | None) -> int | None:
    """Return the one text that waits for a person: of a held comment always one."""
    if record.status not in {"published", "held"}:
        return None
    waits = [t.number for t in revisions if t.state in {"pending", "held"} and t.number != public]
    if record.status == "held" and not waits:
        return revisions[-1].number
    return waits[-1] if waits else None
