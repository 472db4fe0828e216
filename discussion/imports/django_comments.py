"""django-contrib-comments and django-comments-xtd: what `dumpdata` writes of them.

`dumpdata contenttypes auth.user django_comments django_comments_xtd`; their tables are read by
django_tables.py.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from discussion.imports.files import SourceFile
from discussion.imports.json_rows import rows, text_in
from discussion.imports.records import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Guest,
    ParentRecord,
    Record,
    Unusable,
)
from discussion.imports.times import moment_of

_COMMENT = frozenset({"django_comments.comment", "comments.comment"})
_THREADED = "django_comments_xtd.xtdcomment"
_USERS = frozenset({"auth.user"})
_MOST_PAGES = 100_000


class DjangoComments:
    """Objects as Django serialises them; content types are read first, in a pass of their own."""

    def __init__(self, path: Path, *, address: str = "") -> None:
        self._file = SourceFile(path)
        self._pages = Pages(address)
        self._types: dict[int, str] = {}

    @property
    def size(self) -> int:
        return self._file.size

    @property
    def done(self) -> int:
        return self._file.done

    def records(self) -> Iterator[Record]:
        for _, row in rows(self._file):
            if row.get("model") == "contenttypes.contenttype" and isinstance(row.get("pk"), int):
                self._types[row["pk"]] = f"{row['fields']['app_label']}.{row['fields']['model']}"
        for where, row in rows(self._file):
            try:
                yield from self._of(row, where)
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                yield Unusable(where=where, reason=f"{type(error).__name__}: {error}")

    def _of(self, row: dict[str, Any], where: str) -> Iterator[Record]:
        model = str(row.get("model")).lower()
        if model in _USERS:
            yield _user(row)
        elif model in _COMMENT:
            fields = row["fields"]
            kind = fields["content_type"]
            label = (
                ".".join(kind) if isinstance(kind, list) else self._types.get(kind, f"type{kind}")
            )
            page = f"{label}/{text_in(fields, 'object_pk')}"
            yield from self._pages.told(page)
            yield comment_of({**fields, "id": text_in(row, "pk")}, page, where)
        elif model == _THREADED:
            id_, parent = text_in(row, "pk"), text_in(row["fields"], "parent_id")
            if parent not in {"", "0", id_}:
                yield ParentRecord(id=id_, parent=parent)


class Pages:
    """What is commented: an object `app.model/pk`, whose address no table knows.

    `address` is a template of it with {app}, {model} and {pk}.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._known: set[int] = set()

    def told(self, page: str) -> Iterator[ArticleRecord]:
        """Yield the object once, as far as a bounded memory reaches."""
        if hash(page) in self._known:
            return
        if len(self._known) < _MOST_PAGES:
            self._known.add(hash(page))
        label, _, pk = page.partition("/")
        app, _, model = label.partition(".")
        url = self._address.format(app=app, model=model, pk=pk) if self._address else ""
        yield ArticleRecord(id=page, url=url, external_id=page)


def comment_of(row: dict[str, Any], page: str, where: str) -> CommentRecord:
    """Return the record of a row of the table `django_comments`, with its `id` and, where it is
    known, its `parent_id`.

    What is removed was removed by a moderator, what is not public waits for one.
    """
    id_, parent = text_in(row, "id"), text_in(row, "parent_id")
    user, name = text_in(row, "user") or text_in(row, "user_id"), text_in(row, "user_name")
    waits = "published" if row.get("is_public", True) else "held"
    return CommentRecord(
        id=id_,
        article=page,
        parent="" if parent in {"0", id_} else parent,
        author=(
            AuthorRecord(id=user, name=name, email=text_in(row, "user_email"))
            if user
            else Guest(name=name, email=text_in(row, "user_email"))
        ),
        created_at=moment_of(row.get("submit_date")),
        status="rejected" if row.get("is_removed") else waits,  # type: ignore[arg-type]  # of two
        body=text_in(row, "comment"),
        anchor=f"#c{id_}",
        where=where,
    )


def _user(row: dict[str, Any]) -> AuthorRecord:
    fields = row["fields"]
    full = f"{text_in(fields, 'first_name')} {text_in(fields, 'last_name')}".strip()
    return AuthorRecord(
        id=text_in(row, "pk"),
        name=full or text_in(fields, "username"),
        email=text_in(fields, "email"),
    )
