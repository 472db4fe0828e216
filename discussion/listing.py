"""Whether a comment has a place in the public thread: kept at each write, never worked out at
reads.
"""

from collections.abc import Collection, Iterable

from discussion.models import Comment
from discussion.paths import ids_in


def has_listed_reply(comment_id: int) -> bool:
    """Whether something below the comment is listed; its direct replies tell, since a gone reply is
    itself listed only while something below it is."""
    return Comment.objects.filter(parent_id=comment_id, listed=True).exists()


def lock_in_order(pks: Iterable[int]) -> None:
    """Lock the comments' rows, the oldest first, as every writer of several does."""
    rows = Comment.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def lock_for_ruling(comments: Collection[Comment]) -> None:
    """Lock the comments' rows and what a change of theirs reaches above them, in order.

    That is the comment which each answers, and where that one is gone all above it: their places
    may be given or taken (relist_ancestors), and another change may come from above at this moment.
    """
    nested = {c.parent_id for c in comments if c.depth > 1 and c.parent_id is not None}
    gone: set[int | None] = set()
    if nested:
        answered = Comment.objects.filter(pk__in=nested).exclude(status=Comment.Status.PUBLISHED)
        gone = set(answered.values_list("pk", flat=True))
    reached = {comment.pk for comment in comments}
    for comment in comments:
        above = ids_in(bytes(comment.path)) if comment.parent_id in gone else [comment.parent_id]
        reached.update(pk for pk in above if pk is not None)
    lock_in_order(reached)


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


def list_tombstones(parents: Collection[int]) -> None:
    """After replies to these comments were stored and listed, many at once: give their places to
    the gone ones above them, as relist_ancestors does for one.

    The caller holds the locks of all above that were there before.
    """
    above = set(parents)
    while above:
        gone = Comment.objects.filter(pk__in=above, listed=False)
        found = list(
            gone.exclude(status__in=[Comment.Status.PUBLISHED, Comment.Status.PENDING]).values_list(
                "pk", "parent_id"
            )
        )
        Comment.objects.filter(pk__in=[pk for pk, _ in found]).update(listed=True)
        above = {parent for _, parent in found if parent is not None}
