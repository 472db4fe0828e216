"""Whether a comment has a place in the public thread: kept at each write, never worked out at
reads.
"""

from discussion.models import Comment


def has_listed_reply(comment_id: int) -> bool:
    """Whether something below the comment is listed; its direct replies tell, since a gone reply is
    itself listed only while something below it is."""
    return Comment.objects.filter(parent_id=comment_id, listed=True).exists()


def relist_ancestors(comment: Comment) -> None:
    """After the comment's own `listed` changed: give or take the places of the gone ones above it.

    A published ancestor keeps its place whatever happens below, so the walk ends there: for nearly
    every comment it is one read of the parent. Gone ancestors are locked from below upwards, each
    before its replies are looked at, so that two changes below one of them cannot miss each other.
    """
    parent_id = comment.parent_id
    while parent_id is not None:
        parent = (
            Comment.objects.filter(pk=parent_id)
            .exclude(status=Comment.Status.PUBLISHED)
            .select_for_update()
            .first()
        )
        if parent is None:
            return
        listed = has_listed_reply(parent.pk)
        if listed == parent.listed:
            return
        Comment.objects.filter(pk=parent.pk).update(listed=listed)
        parent_id = parent.parent_id
