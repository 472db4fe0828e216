"""An author takes a comment back."""

from articles.audit import event_after
from articles.changes import Change, article_changes
from discussion.change_requests import close_request
from discussion.errors import CommentGone
from discussion.flows.set_status import lock_version, store_place
from discussion.listing import has_listed_reply
from discussion.models import Comment, Revision
from discussion.screening import screener


def withdraw_comment(comment: Comment) -> None:
    """Take the comment from the page for good; where replies live a tombstone stays.

    What waits for judgement is closed. Raises CommentGone when it is gone already, StaleComment
    when the comment moved since it was read.
    """
    if comment.is_gone:
        raise CommentGone
    was_listed = comment.listed
    with article_changes() as changes:
        lock_version(comment)
        event = event_after(
            comment,
            site_id=comment.site_id,
            kind="comment.withdrawn",
            actor=f"author:{comment.author.public_id}",
            data={"version": comment.version},
        )
        comment.revisions.exclude(state=Revision.State.REJECTED).update(
            state=Revision.State.SUPERSEDED
        )
        comment.status = Comment.Status.WITHDRAWN
        comment.public_revision = None
        comment.listed = has_listed_reply(comment.pk)
        store_place(comment, was_listed=was_listed)
        close_request(comment)
        event.save(force_insert=True)
        payload = {"comment_id": str(comment.public_id), "version": comment.version}
        changes.add(
            comment.article_id,
            comment.site_id,
            Change("comment.withdrawn", payload, public=was_listed or comment.listed),
        )
        screener().status_changed(comment)
