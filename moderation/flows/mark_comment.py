"""A moderator marks a comment or its thread: recommended, closed for replies."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from discussion.flows.feature_comment import feature_comment, unfeature_comment
from discussion.flows.lock_thread import lock_thread, unlock_thread
from discussion.models import Comment, User
from moderation.errors import NotAllowed
from moderation.roles import Act, may


class Mark(StrEnum):
    """What a moderator may do to a comment beside deciding about it."""

    FEATURE = "feature"
    UNFEATURE = "unfeature"
    LOCK = "lock"
    UNLOCK = "unlock"


_FLOWS: Mapping[Mark, Callable[..., object]] = {
    Mark.FEATURE: feature_comment,
    Mark.UNFEATURE: unfeature_comment,
    Mark.LOCK: lock_thread,
    Mark.UNLOCK: unlock_thread,
}


def mark_comment(comment: Comment, mark: Mark, *, moderator: User) -> Comment:
    """Set the mark, or with LOCK and UNLOCK that of the thread, and return the comment as it is.

    The version stays: who is about to decide goes on. Raises NotAllowed, NotPublished.
    """
    if not may(moderator, Act.DECIDE, comment.site_id):
        raise NotAllowed
    _FLOWS[mark](comment, actor=f"user:{moderator.pk}")
    return Comment.objects.select_related("article", "root").get(pk=comment.pk)
