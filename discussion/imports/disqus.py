"""Disqus: the XML file that its administrators export (schema 1.0)."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from discussion.imports.files import SourceFile
from discussion.imports.records import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Guest,
    Record,
    Status,
    Unusable,
)
from discussion.imports.times import moment_of
from discussion.imports.xml_records import elements, local, text_in

_ID = "{http://disqus.com/disqus-internals}id"


class Disqus:
    """Threads and posts. `isDeleted` does not say by whom: it counts as withdrawn."""

    def __init__(self, path: Path) -> None:
        self._file = SourceFile(path)

    @property
    def size(self) -> int:
        return self._file.size

    @property
    def done(self) -> int:
        return self._file.done

    def records(self) -> Iterator[Record]:
        found = elements(self._file, {"thread": 1, "post": 1})
        for number, (element, _) in enumerate(found, start=1):
            is_post = local(element.tag) == "post"
            where = f"{local(element.tag)} {element.get(_ID) or number}"
            try:
                yield _post(element, where) if is_post else _thread(element)
            except ValueError as error:
                yield Unusable(where=where, reason=str(error))


def _thread(element: Element) -> ArticleRecord:
    closed = text_in(element, "isClosed") == "true"
    return ArticleRecord(
        id=_id_of(element),
        url=text_in(element, "link"),
        external_id=text_in(element, "id"),
        title=text_in(element, "title"),
        fields={
            "published_at": moment_of(text_in(element, "createdAt")),
            "commenting": "closed" if closed else "open",
        },
    )


def _post(element: Element, where: str) -> CommentRecord:
    thread, parent = element.find("{*}thread"), element.find("{*}parent")
    if thread is None:
        raise ValueError("it names no thread")
    id_ = _id_of(element)
    return CommentRecord(
        id=id_,
        article=_id_of(thread),
        parent="" if parent is None else _id_of(parent),
        author=_author(element.find("{*}author")),
        created_at=moment_of(text_in(element, "createdAt")),
        status=_status(element),
        body=text_in(element, "message"),
        markup="html",
        anchor=f"#comment-{id_}",
        where=where,
    )


def _author(element: Element | None) -> AuthorRecord | Guest:
    if element is None:
        return Guest()
    name, email = text_in(element, "name"), text_in(element, "email")
    username = text_in(element, "username")
    if not username or text_in(element, "isAnonymous") == "true":
        return Guest(name=name, email=email)
    return AuthorRecord(id=username, name=name or username, email=email)


def _status(element: Element) -> Status:
    if text_in(element, "isSpam") == "true":
        return "rejected"
    if text_in(element, "isDeleted") == "true":
        return "withdrawn"
    return "held" if text_in(element, "isApproved") == "false" else "published"


def _id_of(element: Element) -> str:
    id_ = element.get(_ID)
    if not id_:
        raise ValueError(f"a {local(element.tag)} without dsq:id")
    return id_
