"""A case is given to counsel or police, and its evidence kept."""

from django.db import transaction

from articles import audit
from discussion.errors import CommentGone
from discussion.models import Comment, User
from moderation.errors import AlreadyEscalated, NotAllowed, ReasonMissing
from moderation.evidence.case import digest_of, evidence_of
from moderation.models import Escalation
from moderation.roles import Act, may
from moderation.words import readable

LONGEST_REFERENCE = 100


def escalate_comment(
    comment: Comment, *, to: str, reason: str, reference: str = "", user: User
) -> Escalation:
    """Keep the case as it is now, against erasure and retention, until somebody lifts that.

    Nothing moves: neither the comment's status nor its place in the queue. `to` is a value of
    Escalation.To, once a comment while it is in force. Raises NotAllowed, ReasonMissing,
    UnreadableWords, AlreadyEscalated, CommentGone (of an erased comment nothing is left to keep).
    """
    if not may(user, Act.ESCALATE, comment.site_id):
        raise NotAllowed
    reason, reference = readable(reason), readable(reference, at_most=LONGEST_REFERENCE)
    if not reason:
        raise ReasonMissing("Say why, for those who get the case.")
    with transaction.atomic():
        comments = Comment.objects.select_related("site", "article", "author", "parent")
        locked = comments.select_for_update(of=("self",)).get(pk=comment.pk)
        if locked.status == Comment.Status.ERASED:
            raise CommentGone
        if Escalation.objects.filter(comment=locked, to=to, lifted_at=None).exists():
            raise AlreadyEscalated
        return _store(locked, Escalation.To(to), reason, reference, user)


def _store(
    comment: Comment, to: Escalation.To, reason: str, reference: str, user: User
) -> Escalation:
    evidence = evidence_of(comment)
    escalation = Escalation.objects.create(
        site_id=comment.site_id,
        comment=comment,
        to=to,
        reason=reason,
        reference=reference,
        escalated_by=user,
        evidence=evidence,
        digest=digest_of(evidence),
    )
    audit.append_event(
        comment,
        site_id=comment.site_id,
        kind="comment.escalated",
        actor=f"user:{user.pk}",
        data={
            "escalation": str(escalation.public_id),
            "to": to.value,
            "digest": escalation.digest,
        },
    )
    return escalation
