"""Whether a comment has a place in the public thread: kept at each write, never worked out at
reads.
"""

from collections.abc import Iterable

from discussion.models import Comment


def has_listed_reply(comment_id: int) -> bool:
    """Whether something below the comment is listed; its direct replies tell, since a gone reply is
    itself listed only while something below it is."""
    return Comment.objects.filter(parent_id=comment_id, listed=True).exists()


def lock_in_order(pks: Iterable[int]) -> None:
    """Lock the comments' rows, the oldest first, as every writer of several does."""
    rows = Comment.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def relist_ancestors(comment: Comment) -> None:
    """After the comment's own `listed` changed: give or take the places of the gone ones above it.

    A published ancestor keeps its place whatever happens below, so the walk ends there: for nearly
    every comment it is one read of the parent. Each is locked before it and its replies are looked
    at, so that neither its own change nor another one below it can be missed.
    """
    parent_id = comment.parent_id
    while parent_id is not None:
        # A condition on the status belongs after the lock: before it, an old snapshot would answer.
        parent = Comment.objects.select_for_update(no_key=True).get(pk=parent_id)
        if parent.status == Comment.Status.PUBLISHED:
            return
        listed = has_listed_reply(parent.pk)
        if listed == parent.listed:
            return
        Comment.objects.filter(pk=parent.pk).update(listed=listed)
        parent_id = parent.parent_id
