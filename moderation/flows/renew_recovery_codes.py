"""An account gets new recovery codes; the old ones are worth nothing."""

from django.db import transaction

from discussion.models import User
from moderation.errors import NotEnrolled
from moderation.models import Authenticator
from moderation.staff.audit import audit_account
from moderation.staff.recovery_codes import renew_codes


def renew_recovery_codes(user: User) -> list[str]:
    """Return the new codes, which nobody can read again. Raises NotEnrolled without an app."""
    with transaction.atomic():
        if not Authenticator.objects.select_for_update().filter(user=user).exists():
            raise NotEnrolled
        codes = renew_codes(user)
        audit_account(user, "recovery_codes.renewed", actor=f"user:{user.pk}")
    return codes
