"""What the desk's people are told at once, and when it is tried again.

An alert is told in rounds: a threat in one, an ageing queue in one every six hours while it lasts.
A round is over when mail and webhook both have it, or after three days of trying.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from discussion.models import Comment
from discussion.webhooks.backoff import delay_after
from moderation.desk_settings import desk_of
from moderation.detectors.base import Finding
from moderation.models import Alert

THREAT = "threat"
# No site can ask to be told of less, so that nearly every comment costs no look at its settings.
LEAST_THREAT = 0.5
TELL_AGAIN = timedelta(hours=6)


def note_threat(comment: Comment, findings: Sequence[Finding]) -> None:
    """Open an alert if a threat to life was found, at most one a comment; in the transaction of its
    decision.
    """
    note_threats([(comment, findings)])


def note_threats(found: Iterable[tuple[Comment, Sequence[Finding]]]) -> None:
    """Do for each comment as note_threat does, in one statement."""
    alerts = [
        Alert(
            site_id=comment.site_id,
            kind=Alert.Kind.THREAT,
            comment=comment,
            data={"value": value},
            due_at=timezone.now(),
        )
        for comment, value in ((comment, _threat_among(findings)) for comment, findings in found)
        # Written so that NaN, which a broken producer may give, opens none: it holds the comment.
        if value >= LEAST_THREAT and value >= desk_of(comment.site).threat_at
    ]
    if alerts:
        Alert.objects.bulk_create(alerts, ignore_conflicts=True)


def _threat_among(findings: Sequence[Finding]) -> float:
    return max((found.value for found in findings if found.attribute == THREAT), default=0.0)


def due_alerts(now: datetime) -> QuerySet[Alert]:
    """Return what is to be told now, the longest due first."""
    due = Alert.objects.filter(closed_at=None, due_at__lte=now)
    return due.select_related("site__desk", "comment__article").order_by("due_at", "pk")


def next_try(alert: Alert, now: datetime) -> datetime | None:
    """Return when a round whose `attempts` tries did not suffice goes on; None: it is given up."""
    # The id's end is random: different for each alert, and the same whoever works it out.
    delay = delay_after(alert.attempts, seed=alert.public_id.int)
    return None if delay is None else now + delay
