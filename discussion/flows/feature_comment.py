"""A moderator recommends a comment to readers, or no longer does."""

from datetime import datetime

from django.utils import timezone

from articles.audit import append_event
from articles.changes import Change, article_changes
from discussion.errors import NotPublished
from discussion.models import Comment


def feature_comment(comment: Comment, *, actor: str) -> None:
    """Mark the comment as recommended; once more is the same. Raises NotPublished."""
    _mark(comment, timezone.now(), "comment.featured", actor)


def unfeature_comment(comment: Comment, *, actor: str) -> None:
    """Take the mark away."""
    _mark(comment, None, "comment.unfeatured", actor)


def _mark(comment: Comment, at: datetime | None, kind: str, actor: str) -> None:
    with article_changes() as changes:
        row = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if at is not None and row.status != Comment.Status.PUBLISHED:
            raise NotPublished
        if (row.featured_at is None) == (at is None):
            return
        row.featured_at = at
        row.save(update_fields=["featured_at"])
        append_event(row, site_id=row.site_id, kind=kind, actor=actor, data={})
        payload = {"comment_id": str(row.public_id), "version": row.version}
        changes.add(row.article_id, row.site_id, Change(kind, payload, public=row.listed))
