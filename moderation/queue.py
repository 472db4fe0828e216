"""Review items: what needs a person. Opened, claimed, released, listed and closed here alone."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from discussion.models import Comment, Revision, User
from moderation.errors import ItemClaimed
from moderation.models import ReviewItem

CLAIM_MINUTES = 10


def open_item(
    revision: Revision,
    *,
    clauses: Collection[str],
    reasons: Collection[str],
    priority: float,
) -> ReviewItem:
    """Ask for a person to look at the revision's comment; nothing may be open about it.

    So it is after every change of status, which closes what was open (intake.py).
    """
    return ReviewItem.objects.create(
        site_id=revision.comment.site_id,
        comment=revision.comment,
        revision=revision,
        clauses=list(clauses),
        reasons=list(reasons),
        priority=priority,
    )


def close_items(comment: Comment) -> None:
    """Close what is open about the comment."""
    ReviewItem.objects.filter(comment=comment, closed_at=None).update(closed_at=Now())


def open_items(site_ids: Collection[int]) -> QuerySet[ReviewItem]:
    """Return the open items of the sites, the most harmful and then the oldest first."""
    return (
        ReviewItem.objects.filter(site_id__in=site_ids, closed_at=None)
        .select_related("comment__article", "comment__author", "revision", "site__policy")
        .order_by("-priority", "id")
    )


def claim_item(item: ReviewItem, user: User) -> None:
    """Mark the item as being looked at for CLAIM_MINUTES; raises ItemClaimed while another does.

    The claim is a courtesy: what guards a decision is the comment's version.
    """
    free = Q(claimed_by=None) | Q(claimed_by=user) | Q(claimed_until__lt=Now())
    claimed = ReviewItem.objects.filter(free, pk=item.pk, closed_at=None).update(
        claimed_by=user, claimed_until=Now() + timedelta(minutes=CLAIM_MINUTES)
    )
    if not claimed:
        raise ItemClaimed


def release_item(item: ReviewItem, user: User) -> None:
    """Give the item back; somebody else's claim stays."""
    ReviewItem.objects.filter(pk=item.pk, claimed_by=user).update(
        claimed_by=None, claimed_until=None
    )
