"""What others do with the items of a list while somebody reads it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from discussion.models import Comment, Decision, User
from moderation.models import ReviewItem
from moderation.queue import claimant

SAID = {"publish": "published", "reject": "rejected", "hold": "kept on hold"}
GONE = {
    Comment.Status.WITHDRAWN: "withdrawn by its author",
    Comment.Status.ERASED: "erased",
}


@dataclass(frozen=True, slots=True)
class RowState:
    """`looking` names who looks at the item, `done` says what it came to; either may be empty."""

    pk: int
    looking: str
    done: str


def row_states(pks: Collection[int], sites: Collection[int], user: User) -> list[RowState]:
    """Return the state of those of the items that are at the sites: one query, and one more where
    some are closed.
    """
    items = list(_items(pks, sites))
    last = _last_decisions(item.comment_id for item in items if item.closed_at is not None)
    return [
        RowState(item.pk, looking(item, user), _done(item, last.get(item.comment_id)))
        for item in items
    ]


def looking(item: ReviewItem, user: User) -> str:
    """Name who looks at the item now, as the user is to read it; "" for nobody."""
    who = claimant(item) if item.closed_at is None else None
    if who is None:
        return ""
    return "you" if who.pk == user.pk else who.get_username()


def outcome_in_words(decision: Decision) -> str:
    """Say what was decided, by whom and when, like `published by remy, 14:05`."""
    who = decision.actor.get_username() if decision.actor else "the machine"
    return f"{SAID[decision.outcome]} by {who}, {decision.created_at:%H:%M} UTC"


def _items(pks: Collection[int], sites: Collection[int]) -> QuerySet[ReviewItem]:
    rows = ReviewItem.objects.filter(pk__in=pks, site__in=sites).order_by("pk")
    return rows.select_related("claimed_by", "comment").only(
        "opened_at",
        "closed_at",
        "claimed_until",
        "claimed_by__username",
        "comment__status",
    )


def _last_decisions(comments: Iterable[int]) -> dict[int, Decision]:
    pks = list(comments)
    if not pks:
        return {}
    rows = Decision.objects.filter(comment__in=pks).select_related("actor").order_by("pk")
    return {row.comment_id: row for row in rows}


def _done(item: ReviewItem, last: Decision | None) -> str:
    if item.closed_at is None:
        return ""
    if item.comment.status in GONE:
        return GONE[Comment.Status(item.comment.status)]
    if last is None or last.created_at < item.opened_at:
        return "changed meanwhile"
    return outcome_in_words(last)
