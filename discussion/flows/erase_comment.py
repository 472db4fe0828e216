"""A comment is forgotten: because its author asks, or because its time is over."""

from articles.audit import event_after
from articles.changes import Change, article_changes
from discussion.change_requests import close_request
from discussion.errors import HasToStay
from discussion.flows.set_status import lock_version, store_place
from discussion.listing import has_listed_reply
from discussion.models import Comment, Revision
from discussion.person.keepers import keepers
from discussion.screening import screener


def erase_comment(comment: Comment, *, actor: str) -> None:
    """Erase what it says and what was said about it; where replies live a tombstone stays.

    Rows, decisions and the audit stay, so that counts and chains are as they were. Nothing happens
    to one that is erased already. Raises HasToStay while somebody needs it kept, StaleComment when
    the comment moved since it was read.
    """
    if comment.status == Comment.Status.ERASED:
        return
    was_listed = comment.listed
    with article_changes() as changes:
        lock_version(comment)
        # Under the lock: a case that is given to counsel at this moment waits, or was first.
        if any(keeper.stays(comment) for keeper in keepers()):
            raise HasToStay
        event = event_after(
            comment,
            site_id=comment.site_id,
            kind="comment.erased",
            actor=actor,
            data={"version": comment.version},
        )
        comment.revisions.exclude(state=Revision.State.REJECTED).update(
            state=Revision.State.SUPERSEDED
        )
        comment.status = Comment.Status.ERASED
        comment.public_revision = None
        comment.listed = has_listed_reply(comment.pk)
        store_place(comment, was_listed=was_listed)
        close_request(comment)
        event.save(force_insert=True)
        payload = {"comment_id": str(comment.public_id), "version": comment.version}
        changes.add(
            comment.article_id,
            comment.site_id,
            Change("comment.erased", payload, public=was_listed or comment.listed),
        )
        screener().status_changed(comment)
        for keeper in keepers():
            keeper.forget_comment(comment)
