"""An app proves that it shows an account's codes; from then on the account asks for them."""

import time

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.sealing import seal
from discussion.models import User
from moderation.errors import AlreadyEnrolled, CodeRefused
from moderation.models import Authenticator
from moderation.staff.audit import audit_account
from moderation.staff.one_time_codes import step_of
from moderation.staff.recovery_codes import plain, renew_codes
from moderation.staff.sessions import end_sessions


def enrol_second_factor(user: User, key: str, typed: str, *, session: str | None) -> list[str]:
    """Store the key, and return the recovery codes, which nobody can read again.

    Every session of the user but the one named ends: none of them has given a code.
    Raises CodeRefused, and AlreadyEnrolled when there is an app already.
    """
    step = step_of(key, plain(typed), time.time())
    if step is None:
        raise CodeRefused
    try:
        with transaction.atomic():
            Authenticator.objects.create(
                user=user, sealed_key=seal(key), last_step=step, used_at=timezone.now()
            )
            codes = renew_codes(user)
            end_sessions(user, but=session)
            audit_account(user, "second_factor.added", actor=f"user:{user.pk}")
    except IntegrityError as error:
        raise AlreadyEnrolled from error
    return codes
