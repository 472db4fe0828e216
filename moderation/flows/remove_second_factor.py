"""An account asks for no code any more: by its owner, or by the operator for who lost all."""

from django.db import transaction

from discussion.models import User
from moderation.models import Authenticator, RecoveryCode
from moderation.staff.audit import audit_account
from moderation.staff.sessions import end_sessions


def remove_second_factor(user: User, *, actor: str, session: str | None = None) -> bool:
    """Delete the app's key and the recovery codes, and end every session but the one named.

    Returns whether there was anything to remove.
    """
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        end_sessions(user, but=session)
        if removed:
            audit_account(user, "second_factor.removed", actor=actor)
    return bool(removed)
