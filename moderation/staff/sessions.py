"""Sessions of staff: they end when nobody works, at the latest after a day's work, or at a word.

Django's engine on rows of our own (`SESSION_ENGINE`). The cookie has no age: the row alone says
how long it is good for.
"""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from discussion.models import User
from moderation.models import DeskSession

# Seconds since 1970; whoever signs in, by whatever way, gets it (moderation.staff.sign_in).
SIGNED_IN_AT = "signed_in_at"
# Of a browser on its way: to type a password and a code, to come back from a provider.
ON_THE_WAY = timedelta(minutes=15)
# The row is not written at every page.
SELDOM = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """A session whose row knows its user and its end."""

    _ends_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[DeskSession]:
        return DeskSession

    def create_model_instance(self, data: dict[str, Any]) -> DeskSession:
        row = super().create_model_instance(data)
        assert isinstance(row, DeskSession)
        row.user_id = data.get(SESSION_KEY)
        row.signed_in_at = signed_in_at(data)
        row.expire_date = ends_at(data)
        return row

    def _get_session_from_db(self) -> DeskSession | None:
        row: DeskSession | None = super()._get_session_from_db()  # type: ignore[misc]  # no stub
        self._ends_at = row.expire_date if row else None
        return row

    def stay_awake(self) -> None:
        """Somebody works: the session ends so much later. Only if this request has read it."""
        if not self.accessed or self._ends_at is None or SESSION_KEY not in self:
            return
        later = ends_at(dict(self.items()))
        if later - self._ends_at >= SELDOM:
            DeskSession.objects.filter(pk=self.session_key).update(expire_date=later)


def ends_at(data: Mapping[str, Any]) -> datetime:
    """Return when a session with this content ends, if nobody uses it from now on."""
    began = signed_in_at(data)
    if began is None:
        return timezone.now() + ON_THE_WAY
    idle = timezone.now() + timedelta(minutes=settings.STAFF_IDLE_MINUTES)
    return min(idle, began + timedelta(hours=settings.STAFF_SESSION_HOURS))


def signed_in_at(data: Mapping[str, Any]) -> datetime | None:
    """Return when that session's user signed in; None while nobody has."""
    if SESSION_KEY not in data:
        return None
    return datetime.fromtimestamp(data.get(SIGNED_IN_AT, time.time()), UTC)


def sessions_of(user: User) -> QuerySet[DeskSession]:
    """The sessions in which the user is signed in now, the youngest first."""
    open_now = DeskSession.objects.filter(user=user, expire_date__gt=timezone.now())
    return open_now.order_by("-signed_in_at")


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign the user out everywhere, except in the session with that key; return in how many."""
    ended, _ = DeskSession.objects.filter(user=user).exclude(pk=but or "").delete()
    return ended


def purge_sessions() -> None:
    """Delete what has ended: nobody else does."""
    SessionStore.clear_expired()
