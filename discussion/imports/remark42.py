"""remark42: a backup (`/api/v1/admin/export`, or `backup-SITE-DATE.gz` of its backup folder)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from discussion.imports.files import SourceFile
from discussion.imports.json_rows import rows, text_in
from discussion.imports.records import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Guest,
    Record,
    SourceUnreadable,
    Unusable,
)
from discussion.imports.times import moment_of

VERSION = 1
_MOST_PAGES = 100_000


class Remark42:
    """One line of facts about users and pages, then a comment a line; pages are known by URL."""

    def __init__(self, path: Path) -> None:
        self._file = SourceFile(path)
        self._pages: set[int] = set()

    @property
    def size(self) -> int:
        return self._file.size

    @property
    def done(self) -> int:
        return self._file.done

    def records(self) -> Iterator[Record]:
        for number, (where, row) in enumerate(rows(self._file)):
            try:
                if "version" in row and "id" not in row:
                    yield from _facts(row)
                elif number == 0:
                    raise SourceUnreadable(where, "a backup begins with “version”, users and posts")
                else:
                    yield from self._comment(row, where)
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                yield Unusable(where=where, reason=f"{type(error).__name__}: {error}")

    def _comment(self, row: dict[str, Any], where: str) -> Iterator[Record]:
        id_, locator = text_in(row, "id"), row["locator"]
        url = text_in(locator, "url")
        if not id_ or not url:
            raise ValueError("a comment without id or url")
        # Told with every comment; said once a page, as far as a bounded memory reaches.
        if hash(url) not in self._pages:
            if len(self._pages) < _MOST_PAGES:
                self._pages.add(hash(url))
            yield ArticleRecord(id=url, url=_whole(url), title=text_in(row, "title"))
        is_deleted = bool(row.get("delete"))
        original = text_in(row, "orig")
        yield CommentRecord(
            id=id_,
            article=url,
            parent=text_in(row, "pid"),
            author=_author(row["user"]),
            created_at=moment_of(row.get("time")),
            edited_at=moment_of((row.get("edit") or {}).get("time")),
            featured_at=moment_of(row.get("time")) if row.get("pin") else None,
            status="withdrawn" if is_deleted else "published",
            body=original or text_in(row, "text"),
            markup="text" if original else "html",
            anchor=f"#remark42__comment-{id_}",
            reactions=_votes(row),
            where=where,
        )


def _facts(row: dict[str, Any]) -> Iterator[Record]:
    if row["version"] not in (0, VERSION):
        raise SourceUnreadable("line 1", f"backups of version {row['version']} are not known")
    for user in row.get("users") or ():
        blocked = user.get("blocked") or {}
        if blocked.get("status"):
            until = moment_of(blocked.get("until"))
            fields = {"restriction": "suspended" if until else "banned", "restricted_until": until}
            yield AuthorRecord(id=text_in(user, "id"), name="", fields=fields)
    for post in row.get("posts") or ():
        url = text_in(post, "url")
        closed = "closed" if post.get("read_only") else "open"
        yield ArticleRecord(id=url, url=_whole(url), fields={"commenting": closed})


def _author(user: dict[str, Any]) -> AuthorRecord | Guest:
    id_, name = text_in(user, "id"), text_in(user, "name")
    # What was deleted for good has no author any more.
    if not id_ or id_ == "deleted":
        return Guest()
    return AuthorRecord(id=id_, name=name)


def _votes(row: dict[str, Any]) -> dict[str, int] | None:
    votes = list((row.get("votes") or {}).values())
    if votes:
        return {"like": votes.count(True), "dislike": votes.count(False)}
    score = int(row.get("score") or 0)
    return {"like" if score > 0 else "dislike": abs(score)} if score else None


def _whole(url: str) -> str:
    return url if urlsplit(url).scheme in {"http", "https"} else ""
