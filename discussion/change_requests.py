"""What moderators asked authors to change: which request is open, and how one ends."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from discussion.models import ChangeRequest, Comment, Revision


def open_requests(comment_ids: Iterable[int]) -> QuerySet[ChangeRequest]:
    """Return the requests that the authors of the comments can still answer."""
    return ChangeRequest.objects.filter(
        comment__in=list(comment_ids), closed_at=None, until__gt=timezone.now()
    )


def open_request(comment: Comment) -> ChangeRequest | None:
    return open_requests([comment.pk]).first()


def close_request(comment: Comment) -> bool:
    """End the open request, if there is one: something else became of the comment.

    The caller holds the comment's row, so that a request ends once.
    """
    return _close(comment, closed_at=timezone.now())


def answer_request(comment: Comment, revision: Revision) -> bool:
    """End the open request by the revision that answers it; False when it is over already."""
    moment = revision.created_at
    return _close(comment, closed_at=moment, answered_at=moment)


def answers_request(revision: Revision) -> bool:
    """Whether the revision was written because a moderator asked for it: a person reads it."""
    # Both were written at one moment (answer_request). A first text answers nothing.
    return (
        revision.number > 1
        and ChangeRequest.objects.filter(
            comment=revision.comment_id, answered_at=revision.created_at
        ).exists()
    )


def _close(comment: Comment, **moments: datetime) -> bool:
    still_open = ChangeRequest.objects.filter(comment=comment, closed_at=None)
    return bool(still_open.update(**moments))
