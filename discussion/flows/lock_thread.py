"""A moderator closes a thread for replies, or opens it again."""

from datetime import datetime

from django.utils import timezone

from articles.audit import append_event
from articles.changes import Change, article_changes
from discussion.models import Comment


def lock_thread(comment: Comment, *, actor: str) -> Comment:
    """Close the thread that the comment stands in, and return its root; what is there stays.

    Who posts at this moment comes before or after (post_comment takes the root's row, too). Once
    more is the same.
    """
    return _mark(comment, timezone.now(), "thread.locked", actor)


def unlock_thread(comment: Comment, *, actor: str) -> Comment:
    """Open the thread that the comment stands in, and return its root."""
    return _mark(comment, None, "thread.unlocked", actor)


def _mark(comment: Comment, at: datetime | None, kind: str, actor: str) -> Comment:
    with article_changes() as changes:
        roots = Comment.objects.select_for_update(no_key=True)
        root = roots.get(pk=comment.root_id or comment.pk)
        if (root.locked_at is None) == (at is None):
            return root
        root.locked_at = at
        root.save(update_fields=["locked_at"])
        append_event(root, site_id=root.site_id, kind=kind, actor=actor, data={})
        payload = {"comment_id": str(root.public_id), "version": root.version}
        changes.add(root.article_id, root.site_id, Change(kind, payload, public=root.listed))
    return root
