"""A sign-in from its first step to its last. Nobody is signed in before the last.

After the first step (a password, or a provider's word) the session only remembers who is on the
way: for every page, call and permission that is still nobody.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from discussion.models import User
from moderation.models import Authenticator
from moderation.staff.sessions import SIGNED_IN_AT

log = structlog.get_logger(__name__)

PENDING = "sign_in"
PENDING_SECONDS = 600
GIVEN = "second_factor"
LAST_TIME = "last_time"
# The one of AUTHENTICATION_BACKENDS that signs in.
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Given(StrEnum):
    """What a session has of a second factor."""

    NONE = "none"  # the account has none
    OWED = "owed"  # it has one, which was not asked for: a way in that is not this module's
    CODE = "code"
    RECOVERY_CODE = "recovery_code"
    PROVIDER = "provider"


FULL = frozenset({Given.CODE, Given.RECOVERY_CODE, Given.PROVIDER})


class Step(StrEnum):
    """What a sign-in asks for next."""

    DONE = "done"
    CODE = "code"
    ENROL = "enrol"


@dataclass(frozen=True, slots=True)
class Pending:
    """Who is on the way, and where to."""

    user: User
    next_url: str


def is_required() -> bool:
    return settings.STAFF_SECOND_FACTOR == "required"


def is_complete(session: SessionBase) -> bool:
    """Whether a session in which somebody is signed in has all that a sign-in asks for today."""
    given = session.get(GIVEN)
    return given in FULL or (given == Given.NONE and not is_required())


def begin(request: HttpRequest, user: User, next_url: str, *, vouched: bool = False) -> Step:
    """Take note of a right first step, and return what comes next.

    `vouched`: the provider says that it has asked for a second factor itself.
    """
    enrolled = Authenticator.objects.filter(user=user).exists()
    if vouched or not (enrolled or is_required()):
        complete(request, user, Given.PROVIDER if vouched else Given.NONE)
        return Step.DONE
    request.session.cycle_key()  # who planted the key before knows it no more
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": int(time.time()),
        "next": next_url,
    }
    return Step.CODE if enrolled else Step.ENROL


def pending(request: HttpRequest) -> Pending | None:
    """Return who is on the way; None when it took too long, or the account has changed since."""
    said = request.session.get(PENDING)
    if said is None or time.time() - said["at"] > PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=said["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(said["hash"], user.get_session_auth_hash()):
        return None
    return Pending(user, said["next"])


def complete(request: HttpRequest, user: User, given: Given) -> None:
    """Sign the user in: in a new session under a new key, with nothing of the way left in it."""
    last = user.last_login
    request.session.flush()
    login(request, user, backend=BACKEND)
    request.session[GIVEN] = given
    request.session[LAST_TIME] = last.isoformat() if last else ""
    log.info("sign_in.done", user=user.pk, second_factor=str(given))


def last_time(session: SessionBase) -> datetime | None:
    """Return when the user of this session had signed in the time before."""
    said = session.get(LAST_TIME)
    return datetime.fromisoformat(said) if said else None


@receiver(user_logged_in, dispatch_uid="moderation.staff.sign_in")
def mark_session(request: HttpRequest, user: User, **_: Any) -> None:
    """Whatever signs somebody in, the session knows when, and that it has given no code yet."""
    enrolled = Authenticator.objects.filter(user=user).exists()
    request.session[SIGNED_IN_AT] = int(time.time())
    request.session[GIVEN] = Given.OWED if enrolled else Given.NONE
