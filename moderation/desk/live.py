"""A case as others change it while somebody looks at it."""

from dataclasses import asdict, dataclass
from typing import Any

from discussion.models import Comment, Decision, Revision, User
from moderation.models import ReviewItem
from moderation.queue import claimant


@dataclass(frozen=True, slots=True)
class LiveState:
    """What a page compares with what it shows. `looking` and `now` are sentences; `looking` is
    empty when nobody else does.
    """

    version: int
    looking: str
    now: str

    def json(self) -> dict[str, Any]:
        return asdict(self)


def live_state(comment: Comment, item: ReviewItem | None, user: User) -> LiveState:
    """Return the state: two queries at most."""
    return LiveState(
        version=comment.version,
        looking=who_looks(item, user),
        now=f"{what_happened(comment)} The comment is now: {comment.get_status_display()}.",
    )


def who_looks(item: ReviewItem | None, user: User) -> str:
    """Say who else looks at the item at this moment, if anybody does."""
    other = claimant(item) if item is not None else None
    if other is None or other.pk == user.pk:
        return ""
    return f"{other.get_username()} is looking at this comment as well."


def what_happened(comment: Comment) -> str:
    """Say what happened to the comment last, and by whom."""
    if comment.status in {Comment.Status.WITHDRAWN, Comment.Status.ERASED}:
        return "It was taken away."
    last = Decision.objects.filter(comment=comment).select_related("actor").order_by("-pk").first()
    newest = Revision.objects.filter(comment=comment).order_by("-number").only("created_at")[0]
    if last is None or newest.created_at > last.created_at:
        return f"Its author wrote at {newest.created_at:%H:%M} UTC."
    who = last.actor.get_username() if last.actor else "The machine"
    return f"{who} decided “{last.outcome}” at {last.created_at:%H:%M} UTC."
