"""A sanction is taken back before its end."""

from django.db import transaction
from django.utils import timezone

from discussion.models import Author, User
from moderation.errors import NotAllowed, SanctionOver
from moderation.flows.impose_sanction import ACTS
from moderation.models import Sanction
from moderation.roles import may
from moderation.sanctions.in_force import is_running, settle
from moderation.sanctions.records import record_sanction
from moderation.words import readable


def lift_sanction(sanction: Sanction, *, moderator: User, because: str = "") -> Sanction:
    """Lift it; what else is in force against the author stays so. The row stays as well.

    Whoever may impose a measure may lift it, their own or another's. Raises NotAllowed,
    UnreadableWords, and SanctionOver when it was lifted before or has ended.
    """
    if not may(moderator, ACTS[Sanction.Kind(sanction.kind)], sanction.site_id):
        raise NotAllowed
    because = readable(because)
    with transaction.atomic():
        author = Author.objects.select_for_update(no_key=True).get(pk=sanction.author_id)
        sanction = Sanction.objects.get(pk=sanction.pk)
        if not is_running(sanction, timezone.now()):
            raise SanctionOver
        sanction.lifted_at = timezone.now()
        sanction.lifted_by = moderator
        sanction.lifted_because = because
        sanction.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        actor = f"user:{moderator.pk}"
        record_sanction(sanction, author, settle(author), kind="sanction.lifted", actor=actor)
    return sanction
