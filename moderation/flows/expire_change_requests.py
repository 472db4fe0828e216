"""Authors who were asked for a change and did not make it: the desk has the comment again."""

from django.db import transaction
from django.utils import timezone

from articles.audit import append_event
from discussion.models import ChangeRequest, Comment
from moderation.queue import join_item

NOT_MADE = "change-not-made"
BATCH = 200


def expire_change_requests() -> int:
    """End the requests whose time is over, each with an open review item; return how many.

    Safe to run twice and at once: the comment's row is locked, and a request ends once.
    """
    over = ChangeRequest.objects.filter(closed_at=None, until__lte=timezone.now())
    late = over.order_by("until").select_related("revision__comment")[:BATCH]
    return sum(_expire(request) for request in list(late))


@transaction.atomic
def _expire(request: ChangeRequest) -> bool:
    comment = Comment.objects.select_for_update(no_key=True).get(pk=request.comment_id)
    still_open = ChangeRequest.objects.filter(pk=request.pk, closed_at=None)
    if not still_open.update(closed_at=timezone.now()):
        return False
    join_item(request.revision, reasons=(NOT_MADE,))
    append_event(
        comment,
        site_id=comment.site_id,
        kind="comment.change_not_made",
        actor="machine:sweep",
        data={"request": str(request.public_id)},
    )
    return True
