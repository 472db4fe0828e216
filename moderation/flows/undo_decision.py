"""A moderator takes back the ruling that they have just made."""

from datetime import timedelta

from django.utils import timezone

from articles.audit import append_event
from articles.changes import article_changes
from discussion.errors import StaleComment
from discussion.flows.set_status import set_status
from discussion.models import Comment, Decision, DecisionText, Statement, User
from discussion.notifications import CHANGE_REQUESTED
from discussion.ruling import Ruling
from moderation.errors import NotAllowed, NothingToUndo
from moderation.models import Appeal, ReviewItem
from moderation.queue import open_item
from moderation.roles import Act, may
from moderation.why import UNDONE

UNDO_MINUTES = 30


def undo_decision(decision: Decision, *, moderator: User) -> Decision:
    """Take back the moderator's own ruling, within UNDO_MINUTES of it; see `take_back`.

    Raises NotAllowed, NothingToUndo, StaleComment, CommentGone.
    """
    if not may(moderator, Act.DECIDE, decision.site_id):
        raise NotAllowed
    late = decision.created_at + timedelta(minutes=UNDO_MINUTES) < timezone.now()
    if late or decision.actor_id != moderator.pk or UNDONE in decision.reasons:
        raise NothingToUndo
    return take_back(decision, moderator=moderator)


def take_back(decision: Decision, *, moderator: User) -> Decision:
    """Supersede the ruling by one that restores what was before it; return that one.

    What was held is held again, with its item open under its old clauses and reasons; what was
    published or rejected is so again, in the words of then. `decision.comment` is as its caller
    last saw it. Nothing may have come after the ruling; that the moderator may decide here, the
    caller has asked. Raises NothingToUndo, StaleComment, CommentGone.
    """
    comment, before = decision.comment, _before(decision)
    if _something_came_after(decision):
        raise StaleComment
    earlier = _item_closed_by(decision, before)
    with article_changes() as changes:
        ruling = _ruling(before, moderator)
        restored = set_status(comment, ruling, changes)
        if earlier is not None or before.outcome == Decision.Outcome.HOLD:
            _ask_again(ruling, earlier)
        _audit(comment, decision, restored)
    return restored


def _before(decision: Decision) -> Decision:
    """Return the ruling that this one replaced, if there is a way back to it."""
    before = decision.supersedes
    if before is None:
        raise NothingToUndo
    # The moment of a ruling is also that of the edit which it published (set_status.py). The text
    # that it replaced is no longer kept as one that could be public.
    if decision.comment.edited_at == decision.created_at:
        raise NothingToUndo("It published an edit in place of the older text: reject it instead.")
    if Appeal.objects.filter(outcome_decision=decision).exists():
        raise NothingToUndo("It answers an appeal, whose author is told that they were right.")
    return before


def _something_came_after(decision: Decision) -> bool:
    comment = decision.comment
    return (
        Decision.objects.filter(comment=comment, pk__gt=decision.pk).exists()
        or comment.revisions.filter(created_at__gt=decision.created_at).exists()
        or Appeal.objects.filter(decision=decision).exists()
    )


def _item_closed_by(decision: Decision, before: Decision) -> ReviewItem | None:
    """Return the item that was open when the ruling came: opened since the one before it."""
    items = ReviewItem.objects.filter(
        revision=decision.revision_id,
        opened_at__gte=before.created_at,
        opened_at__lte=decision.created_at,
    )
    return items.exclude(closed_at=None).order_by("-pk").first()


def _ruling(before: Decision, moderator: User) -> Ruling:
    said = DecisionText.objects.filter(decision=before).first()
    statement = Statement.objects.filter(decision=before).first()
    # A request for a change that was open then is over: the desk has the comment again.
    reasons = [reason for reason in before.reasons if reason != CHANGE_REQUESTED]
    return Ruling(
        revision=before.revision,
        outcome=before.outcome,
        policy=before.policy,
        moderation=before.moderation,
        clauses=tuple(before.clauses),
        reasons=tuple(dict.fromkeys([*reasons, UNDONE])),
        passages=tuple(statement.facts.get("passages", ())) if statement else (),
        person=moderator,
        reasoning=said.reasoning if said else "",
        private_note=said.private_note if said else "",
    )


def _ask_again(ruling: Ruling, earlier: ReviewItem | None) -> None:
    """Open the item anew; whatever is held needs one, also where there was none."""
    told = ruling if earlier is None else earlier
    open_item(
        ruling.revision,
        clauses=told.clauses,
        reasons=told.reasons,
        priority=0.0 if earlier is None else earlier.priority,
    )


def _audit(comment: Comment, undone: Decision, restored: Decision) -> None:
    append_event(
        comment,
        site_id=comment.site_id,
        kind="comment.undone",
        actor=f"user:{restored.actor_id}",
        data={"undone": str(undone.public_id), "restored": str(restored.public_id)},
    )
