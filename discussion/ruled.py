"""What a ruling makes of a comment, in objects that are not yet stored: the same for one comment
(flows/set_status.py) and for many at once (flows/set_first_statuses.py).
"""

from datetime import datetime

from articles.audit import event_after
from articles.changes import Change
from articles.models import AuditEvent
from discussion.decision_digest import decision_digest
from discussion.models import Comment, Decision
from discussion.ruling import Ruling
from discussion.text_hash import text_hash
from discussion.transitions import Move


def decision_of(comment: Comment, ruling: Ruling, now: datetime) -> Decision:
    """Return the ruling as a decision, so far without what it supersedes and what it says."""
    return Decision(
        site_id=comment.site_id,
        comment=comment,
        revision=ruling.revision,
        outcome=ruling.outcome,
        clauses=list(ruling.clauses),
        reasons=list(ruling.reasons),
        policy=ruling.policy,
        moderation=ruling.moderation,
        actor_kind=ruling.actor_kind,
        actor=ruling.person,
        engine_version=ruling.engine_version,
        producers=list(ruling.producers),
        score=ruling.score,
        scorer=ruling.scorer,
        text_hash=text_hash(ruling.revision),
        created_at=now,
    )


def give_place(
    comment: Comment, ruling: Ruling, decision: Decision, move: Move, now: datetime
) -> None:
    """Set what the public sees of the comment, whose effective decision this is. Whether it is
    listed for what stands below it, too, is for the caller to find out.
    """
    published = move.status == Comment.Status.PUBLISHED
    comment.status = move.status
    comment.decision = decision
    comment.public_revision = ruling.revision if published else None
    comment.published_at = comment.published_at or (now if published else None)
    comment.listed = published


def decided_event(comment: Comment, ruling: Ruling, decision: Decision, move: Move) -> AuditEvent:
    """Return the next event of the comment's chain, and move its head on the object."""
    return event_after(
        comment,
        site_id=comment.site_id,
        kind="comment.decided",
        actor=ruling.actor,
        data={
            "decision": str(decision.public_id),
            "digest": decision_digest(decision),
            "outcome": ruling.outcome,
            "revision": ruling.revision.number,
            "status": move.status.value,
        },
    )


def change_of(comment: Comment, move: Move) -> Change:
    """Return what the outbox tells of the comment as it is now."""
    payload = {"comment_id": str(comment.public_id), "version": comment.version}
    return Change(move.event, payload, public=move.public)
