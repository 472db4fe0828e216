"""What one reader sees beyond the public page: their own texts, and what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles.models import Article
from discussion.models import Author, Revision
from discussion.shapes import author_json
from discussion.threads import Branch, Row


@dataclass(frozen=True, slots=True)
class Viewing:
    """A reader before an article, with their latest texts by comment; no author: a newcomer."""

    author: Author | None
    article: Article
    texts: dict[int, Revision]

    @classmethod
    def of(cls, author: Author | None, article: Article, rows: Iterable[Row]) -> "Viewing":
        """Read the author's own texts among the rows: one statement."""
        mine = [row.pk for row in rows if author is not None and row.author_pk == author.pk]
        revisions = Revision.objects.filter(comment_id__in=mine).order_by("number") if mine else []
        return cls(author, article, {revision.comment_id: revision for revision in revisions})

    def personal(self, branch: Branch) -> dict[str, Any]:
        """Return the fields of a comment that are for this reader alone."""
        revision = self.texts.get(branch.row.pk)
        fields: dict[str, Any] = {"can": self._can(branch, revision)}
        if revision is not None and branch.row.status != "erased":
            fields |= self._own(branch.row, revision)
        return fields

    def _own(self, row: Row, latest: Revision) -> dict[str, Any]:
        published = row.status == "published"
        # To its author a held comment is one that waits; only others see that something is gone.
        tombstone = {"tombstone": None} if row.status == "held" else {}
        return {
            **tombstone,
            "author": author_json(row),
            "body_text": latest.text,
            "body_html": row.fragment if published else latest.fragment,
            "waiting_edit": latest.state if published and latest.waits else None,
        }

    def _can(self, branch: Branch, own: Revision | None) -> dict[str, bool]:
        may_write = self.article.takes_comments and not (self.author and self.author.may_not_write)
        published = branch.row.status == "published"
        window = timedelta(seconds=self.article.site.edit_window_seconds)
        in_time = timezone.now() <= branch.row.created_at + window
        untouched = own is not None and not own.waits and not branch.listed
        return {
            "reply": may_write and published,
            "edit": may_write and published and untouched and in_time,
            "report": False,
            "appeal": False,
        }
