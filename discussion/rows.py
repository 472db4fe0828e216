"""A comment as it is read: a tuple, since a page needs no model instances."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from discussion.models import Comment
from discussion.models.people import GUEST


class Row(NamedTuple):
    """One comment as a page shows it; `fragment` is None unless it is published."""

    pk: int
    public_id: UUID
    parent_public_id: UUID | None
    root_pk: int | None
    path: bytes
    status: str
    version: int
    author_pk: int
    author_public_id: UUID
    author_subject: str
    display_name: str
    badges: list[str]
    fragment: str | None
    created_at: datetime
    published_at: datetime | None
    edited_at: datetime | None
    featured_at: datetime | None
    locked_at: datetime | None
    root_locked_at: datetime | None
    listed: bool
    reaction_counts: dict[str, int]
    like_count: int
    reply_count: int

    @classmethod
    def of(cls, values: Iterable[Any]) -> "Row":
        row = cls._make(values)
        return row._replace(path=bytes(row.path))

    @classmethod
    def of_new(cls, comment: Comment) -> "Row":
        """Return the row of a comment that this process has just stored, as a read would find it.

        It has its author at hand and, below another, its parent; nothing has happened to it yet,
        and whoever may be answered is in no locked thread.
        """
        author = comment.author
        return cls(
            pk=comment.pk,
            public_id=comment.public_id,
            parent_public_id=comment.parent.public_id if comment.parent else None,
            root_pk=comment.root_id,
            path=bytes(comment.path),
            status=comment.status,
            version=comment.version,
            author_pk=author.pk,
            author_public_id=author.public_id,
            author_subject=author.subject,
            display_name=author.display_name,
            badges=author.badges,
            fragment=None,
            created_at=comment.created_at,
            published_at=None,
            edited_at=None,
            featured_at=None,
            locked_at=None,
            root_locked_at=None,
            listed=comment.listed,
            reaction_counts={},
            like_count=0,
            reply_count=0,
        )

    @property
    def is_guest(self) -> bool:
        """Whether nobody vouches for its author."""
        return self.author_subject.startswith(GUEST)

    @property
    def is_featured(self) -> bool:
        """Whether a moderator recommends it; only what can be read is recommended."""
        return self.featured_at is not None and self.status == "published"

    @property
    def is_locked(self) -> bool:
        """Whether nobody may answer in its thread any more."""
        return self.locked_at is not None or self.root_locked_at is not None


COLUMNS = (
    "pk",
    "public_id",
    "parent__public_id",
    "root_id",
    "path",
    "status",
    "version",
    "author_id",
    "author__public_id",
    "author__subject",
    "author__display_name",
    "author__badges",
    "public_revision__fragment",
    "created_at",
    "published_at",
    "edited_at",
    "featured_at",
    "locked_at",
    "root__locked_at",
    "listed",
    "reaction_counts",
    "like_count",
    "reply_count",
)
