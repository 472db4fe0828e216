"""Somebody takes the evidence of a case out of the house."""

from django.db import transaction

from articles import audit
from discussion.models import Comment, User
from moderation.errors import EvidenceErased, NotAllowed
from moderation.evidence.file import evidence_file
from moderation.models import Escalation
from moderation.roles import Act, may


def release_evidence(escalation: Escalation, *, user: User) -> bytes:
    """Return the evidence as a file; the comment's audit tells who took it.

    Raises NotAllowed, EvidenceErased.
    """
    if not may(user, Act.ESCALATE, escalation.site_id):
        raise NotAllowed
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=escalation.comment_id)
        escalation.refresh_from_db(fields=["evidence"])
        if not escalation.evidence:
            raise EvidenceErased
        audit.append_event(
            comment,
            site_id=comment.site_id,
            kind="comment.evidence_released",
            actor=f"user:{user.pk}",
            data={"escalation": str(escalation.public_id), "digest": escalation.digest},
        )
    return evidence_file(escalation)
