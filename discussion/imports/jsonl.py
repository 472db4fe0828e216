"""The house's own lines (docs/portability.md): what an export writes, and others may write."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from articles.models.article import Commenting
from articles.models.site import ModerationMode
from discussion.imports.files import SourceFile
from discussion.imports.json_rows import rows, text_in
from discussion.imports.records import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Guest,
    PolicyRecord,
    Record,
    SiteRecord,
    SourceUnreadable,
    Status,
    TextRecord,
    Unusable,
)
from discussion.imports.times import moment_of

FORMAT, VERSION = "discussion", 1
_SITE = (
    *("name", "domain", "aliases", "handles", "staff", "contacts", "allowed_origins"),
    *("languages", "moderation", "edit_window_seconds", "appeal_days", "blocklist", "policy"),
)
_ARTICLE = (
    *("slug", "deck", "paragraphs", "picture_caption", "picture_credit", "byline_name"),
    *("byline_role", "byline_handle", "author_note", "invitation", "grounds", "section", "tags"),
    *("moderation", "slow_mode_seconds", "commenting"),
)
_CLAUSE = ("id", "title", "wording")
_STATUS = {"pending": "held"}
_KNOWN_STATUS = frozenset({"published", "held", "rejected", "withdrawn", "erased"})


class JsonLines:
    """Any order of kinds. What it does not know it tells, and leaves out."""

    def __init__(self, path: Path) -> None:
        self._file = SourceFile(path)
        self._make: dict[str, Callable[[dict[str, Any], str], Record]] = {
            "site": _site,
            "policy": _policy,
            "article": _article,
            "author": _author,
            "comment": _comment,
        }

    @property
    def size(self) -> int:
        return self._file.size

    @property
    def done(self) -> int:
        return self._file.done

    def records(self) -> Iterator[Record]:
        for where, row in rows(self._file):
            kind = row.get("kind")
            if kind == "export":
                _refuse_other(row, where)
                continue
            make = self._make.get(str(kind))
            if make is None:
                yield Unusable(where=where, reason=f"the kind “{str(kind)[:40]}” is not known")
                continue
            try:
                yield make(row, where)
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                yield Unusable(where=where, reason=f"{type(error).__name__}: {error}")


def _refuse_other(row: dict[str, Any], where: str) -> None:
    if row.get("format") != FORMAT:
        raise SourceUnreadable(where, "it is an export of another program")
    if row.get("version") != VERSION:
        raise SourceUnreadable(where, f"exports of version {row.get('version')} are not known")


def _site(row: dict[str, Any], where: str) -> SiteRecord:
    return SiteRecord(fields=_told(row, _SITE) | {"slug": _text(row, "slug")})


def _policy(row: dict[str, Any], where: str) -> PolicyRecord:
    clauses = row["document"]["clauses"]
    if not all(isinstance(clause[name], str) for clause in clauses for name in _CLAUSE):
        raise ValueError("“document” is no policy")
    return PolicyRecord(
        number=int(row["number"]),
        document=row["document"],
        published_at=moment_of(row.get("published_at")),
    )


def _article(row: dict[str, Any], where: str) -> ArticleRecord:
    columns = _told(row, _ARTICLE)
    for name, known in (("commenting", Commenting), ("moderation", ModerationMode)):
        if columns.get(name) not in {None, "", *known.values}:
            raise ValueError(f"“{name}” is none that there is")
    for name in ("published_at", "closes_at", "created_at"):
        if row.get(name) is not None:
            columns[name] = moment_of(row[name])
    id_ = _text(row, "id")
    return ArticleRecord(
        id=id_,
        url=text_in(row, "url"),
        external_id=text_in(row, "external_id") or id_,
        title=text_in(row, "title"),
        fields=columns,
    )


def _author(row: dict[str, Any], where: str) -> AuthorRecord:
    columns = _told(row, ("badges", "restriction", "restriction_reason"))
    for name in ("restricted_until", "first_seen_at"):
        if row.get(name) is not None:
            columns[name] = moment_of(row[name])
    if columns.get("restriction") not in {None, "", "always_hold", "suspended", "banned"}:
        raise ValueError("“restriction” is none that there is")
    return AuthorRecord(
        id=_text(row, "id"),
        name=text_in(row, "display_name"),
        email=text_in(row, "email"),
        subject=text_in(row, "subject"),
        fields=columns,
    )


def _comment(row: dict[str, Any], where: str) -> CommentRecord:
    status = row.get("status") or "published"
    status = _STATUS.get(status, status)
    if status not in _KNOWN_STATUS:
        raise ValueError("“status” is none that there is")
    author = text_in(row, "author")
    guest = Guest(name=text_in(row, "author_name"), email=text_in(row, "author_email"))
    return CommentRecord(
        id=_text(row, "id"),
        article=_text(row, "article"),
        parent=text_in(row, "parent"),
        author=author or guest,
        status=cast(Status, status),
        body=text_in(row, "html") or text_in(row, "text"),
        markup="html" if row.get("html") else "text",
        created_at=moment_of(row.get("created_at")),
        published_at=moment_of(row.get("published_at")),
        edited_at=moment_of(row.get("edited_at")),
        featured_at=moment_of(row.get("featured_at")),
        locked_at=moment_of(row.get("locked_at")),
        url=text_in(row, "url"),
        reactions=row.get("reactions") or None,
        revisions=tuple(_revision(told) for told in row.get("revisions") or ()),
        public_revision=row.get("public_revision"),
        decision=text_in(row, "decision"),
        decisions=tuple(_decision(told) for told in row.get("decisions") or ()),
        where=where,
    )


def _revision(row: dict[str, Any]) -> TextRecord:
    state = text_in(row, "state") or "published"
    if state not in {"pending", "held", "published", "rejected", "superseded"}:
        raise ValueError("the “state” of a revision is none that there is")
    return TextRecord(
        number=int(row["number"]),
        text=text_in(row, "text"),
        state=state,
        created_at=moment_of(row.get("created_at")),
    )


def _decision(row: dict[str, Any]) -> dict[str, Any]:
    """Return the decision as it is told, after a look at what an import makes use of."""
    if row["outcome"] not in {"publish", "hold", "reject"} or not isinstance(row["revision"], int):
        raise ValueError("a decision without outcome or revision")
    moment_of(row.get("created_at"))
    for name in ("clauses", "reasons", "producers"):
        if not isinstance(row.get(name, []), list):
            raise ValueError(f"“{name}” of a decision has to be a list")
    return row


def _told(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) is not None}


def _text(row: dict[str, Any], name: str) -> str:
    text = text_in(row, name)
    if not 1 <= len(text) <= 200:
        raise ValueError(f"“{name}” has to have from 1 to 200 characters")
    return text
