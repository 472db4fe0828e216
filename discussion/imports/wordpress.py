"""WordPress: the WXR file of “Tools, Export” (versions 1.0 to 1.2)."""

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

# What other sites send, and what is no comment of a reader.
_NOT_SAID = frozenset({"pingback", "trackback"})
_STATUS: dict[str, Status] = {
    "1": "published",
    "approved": "published",
    "0": "held",
    "hold": "held",
    "spam": "rejected",
    "trash": "rejected",
    "post-trashed": "rejected",
}


class WordPress:
    """Posts and pages with their comments; pingbacks and trackbacks are no comments.

    A comment in the trash was put there by an editor: it counts as rejected.
    """

    def __init__(self, path: Path) -> None:
        self._file = SourceFile(path)

    @property
    def size(self) -> int:
        return self._file.size

    @property
    def done(self) -> int:
        return self._file.done

    def records(self) -> Iterator[Record]:
        for element, above in elements(self._file, {"item": 2, "comment": 3}):
            is_comment = local(element.tag) == "comment"
            id_ = text_in(element, "comment_id" if is_comment else "post_id")
            where = f"{local(element.tag)} {id_}"
            if text_in(element, "comment_type") in _NOT_SAID:
                continue
            try:
                yield _comment(element, above[-1], where) if is_comment else _article(element)
            except ValueError as error:
                yield Unusable(where=where, reason=str(error))


def _article(item: Element) -> ArticleRecord:
    terms = [
        (category.get("domain"), (category.text or "").strip())
        for category in item.findall("{*}category")
    ]
    return ArticleRecord(
        id=_post_id(item),
        url=text_in(item, "link"),
        external_id=text_in(item, "post_id"),
        title=text_in(item, "title"),
        fields={
            "published_at": moment_of(text_in(item, "post_date_gmt")),
            "commenting": "closed" if text_in(item, "comment_status") == "closed" else "open",
            "section": next((name for domain, name in terms if domain == "category"), "")[:100],
            "tags": [name for domain, name in terms if domain == "post_tag"],
        },
    )


def _comment(element: Element, item: Element, where: str) -> CommentRecord:
    id_, parent = text_in(element, "comment_id"), text_in(element, "comment_parent")
    if not id_:
        raise ValueError("a comment without wp:comment_id")
    approved = text_in(element, "comment_approved")
    if approved not in _STATUS:
        raise ValueError(f"wp:comment_approved is “{approved[:20]}”")
    return CommentRecord(
        id=id_,
        article=_post_id(item),
        parent="" if parent == "0" else parent,
        author=_author(element),
        created_at=moment_of(text_in(element, "comment_date_gmt"))
        or moment_of(text_in(element, "comment_date")),
        status=_STATUS[approved],
        body=text_in(element, "comment_content"),
        markup="html-lines",
        anchor=f"#comment-{id_}",
        where=where,
    )


def _author(element: Element) -> AuthorRecord | Guest:
    user = text_in(element, "comment_user_id")
    name, email = text_in(element, "comment_author"), text_in(element, "comment_author_email")
    if user in {"", "0"}:
        return Guest(name=name, email=email)
    return AuthorRecord(id=user, name=name or f"User {user}", email=email)


def _post_id(item: Element) -> str:
    id_ = text_in(item, "post_id") or text_in(item, "link")
    if not id_:
        raise ValueError("an item without wp:post_id")
    return id_
