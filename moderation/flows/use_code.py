"""A code is taken in place of a second factor, once."""

import time

import structlog
from django.db import transaction
from django.utils import timezone

from articles.sealing import SealBroken, unseal
from discussion.models import User
from moderation.errors import CodeRefused
from moderation.models import Authenticator, RecoveryCode
from moderation.staff.audit import audit_account
from moderation.staff.one_time_codes import step_of
from moderation.staff.recovery_codes import digest_of, plain
from moderation.staff.sign_in import Given

log = structlog.get_logger(__name__)


def use_code(user: User, typed: str) -> Given:
    """Use the code up and return which kind it was: of the app, or a recovery code.

    Raises CodeRefused for a wrong one and for one that was used before. How often somebody may
    try is the caller's to count.
    """
    code = plain(typed)
    with transaction.atomic():
        if _is_of_app(user, code):
            return Given.CODE
        unused = RecoveryCode.objects.filter(user=user, used_at__isnull=True)
        if unused.filter(digest=digest_of(user, code)).update(used_at=timezone.now()):
            audit_account(user, "recovery_code.used", actor=f"user:{user.pk}")
            return Given.RECOVERY_CODE
    raise CodeRefused


def _is_of_app(user: User, code: str) -> bool:
    authenticator = Authenticator.objects.filter(user=user).first()
    if authenticator is None:
        return False
    try:
        step = step_of(unseal(authenticator.sealed_key), code, time.time())
    except SealBroken:
        log.error("authenticator.sealed_by_another_key", user=user.pk)
        return False
    if step is None:
        return False
    # The guard is the database's: of two that bring one code at once, one finds it unused.
    unused = Authenticator.objects.filter(user=user, last_step__lt=step)
    return bool(unused.update(last_step=step, used_at=timezone.now()))
