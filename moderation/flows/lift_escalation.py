"""A case is no longer kept for counsel or police."""

from django.db import transaction
from django.utils import timezone

from articles import audit
from discussion.models import Comment, User
from moderation.errors import EscalationLifted, NotAllowed, ReasonMissing
from moderation.models import Escalation
from moderation.roles import Act, may
from moderation.words import readable


def lift_escalation(escalation: Escalation, *, because: str, user: User) -> None:
    """End the hold: from now on erasure and retention may take the comment and this evidence.

    Raises NotAllowed, ReasonMissing, UnreadableWords, EscalationLifted.
    """
    if not may(user, Act.LIFT_ESCALATIONS, escalation.site_id):
        raise NotAllowed
    because = readable(because)
    if not because:
        raise ReasonMissing("Say why it is lifted.")
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=escalation.comment_id)
        lifted = Escalation.objects.filter(pk=escalation.pk, lifted_at=None).update(
            lifted_at=timezone.now(), lifted_by=user, lifted_because=because
        )
        if not lifted:
            raise EscalationLifted
        audit.append_event(
            comment,
            site_id=comment.site_id,
            kind="comment.escalation_lifted",
            actor=f"user:{user.pk}",
            data={"escalation": str(escalation.public_id)},
        )
