"""An account is no longer anybody's at the provider: the next one there by its name gets it."""

from django.db import transaction

from discussion.models import User
from moderation.models import ProviderLink
from moderation.staff.audit import audit_account
from moderation.staff.sessions import end_sessions


def unlink_provider(user: User, *, actor: str) -> bool:
    """Delete the link and end every session. Returns whether there was one."""
    with transaction.atomic():
        unlinked, _ = ProviderLink.objects.filter(user=user).delete()
        end_sessions(user)
        if unlinked:
            audit_account(user, "provider.unlinked", actor=actor)
    return bool(unlinked)
