"""What every format is read into: one record an article, author or comment, told as it is there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Status = Literal["published", "held", "rejected", "withdrawn", "erased"]
Markup = Literal["text", "html", "html-lines"]


class SourceUnreadable(Exception):
    """The file is not what it was said to be; `where` is a line, a byte or a row of it."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """The settings of a site (docs/portability.md), by the names of the columns."""

    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRecord:
    """A version of a policy; `published_at` is empty for a draft."""

    number: int
    document: dict[str, Any]
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """What is discussed. `url` is absolute or empty, `external_id` the site's own id or empty.

    `fields` are further columns of Article.
    """

    id: str
    url: str = ""
    external_id: str = ""
    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorRecord:
    """A person. `subject` is the site's own id of them, where the source knows it."""

    id: str
    name: str
    email: str = ""
    subject: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody without an account: known by their address, else by their name."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRecord:
    """A text of a comment. `state` is that of a Revision."""

    number: int
    text: str
    state: str
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRecord:
    """One comment. `author` is the id of an author, the author themselves, or a guest.

    `body` is in the `markup` named: plain or Markdown, HTML, or HTML whose line ends count. Where
    there are `revisions` it is not looked at. `anchor` is what its old address had after the
    article's. `where` is its place in the file.
    """

    id: str
    article: str
    author: str | AuthorRecord | Guest
    created_at: datetime | None
    parent: str = ""
    status: Status = "published"
    body: str = ""
    markup: Markup = "text"
    published_at: datetime | None = None
    edited_at: datetime | None = None
    featured_at: datetime | None = None
    locked_at: datetime | None = None
    anchor: str = ""
    url: str = ""
    reactions: Any = None
    revisions: tuple[TextRecord, ...] = ()
    public_revision: int | None = None
    decision: str = ""
    decisions: tuple[dict[str, Any], ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentRecord:
    """What a comment answers, told apart from the comment itself."""

    id: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A row that is no record: it is reported and left out."""

    where: str
    reason: str


Record = (
    SiteRecord
    | PolicyRecord
    | ArticleRecord
    | AuthorRecord
    | CommentRecord
    | ParentRecord
    | Unusable
)


class Reader(Protocol):
    """One format. Memory is bounded by one record, whatever the size of the source."""

    def records(self) -> Iterator[Record]:
        """Yield every record once, in any order. Raises SourceUnreadable."""

    @property
    def size(self) -> int:
        """How much there is to read, in whatever `done` counts; 0 when nobody knows."""

    @property
    def done(self) -> int:
        """How much was read."""
