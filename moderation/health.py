"""Whether the service does its whole job: what `/readyz` and `/metrics` say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import DurationField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Now
from redis.exceptions import RedisError

from articles.models import OutboxEvent
from discussion.models import WebhookDelivery, WebhookEndpoint
from moderation.models import ReviewItem, ScheduleHeartbeat, Screening, WorkerHeartbeat

# Counts stop here: an operator needs to know "many", and a full count grows with the table.
MANY = 10_000
QUEUE_AGE_LIMIT_SECONDS = 120.0
# An `outward` worker looks every two seconds.
OUTBOX_AGE_LIMIT_SECONDS = 120.0
# The schedule asks for its sign of life every fifteen seconds.
SCHEDULE_AGE_LIMIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so; `says` has no secret and no text of anybody."""

    name: str
    ok: bool
    says: str


def readiness() -> list[Check]:
    """Return the checks; those that need the database say so when it is away."""
    checks = [_guarded("database", _database), _guarded("broker", _broker)]
    checks += [_guarded("worker", _worker), _guarded("queue", _queue)]
    return [*checks, _guarded("outbox", _outbox), _guarded("schedule", _schedule)]


def _guarded(name: str, check: Callable[[], tuple[bool, str]]) -> Check:
    try:
        return Check(name, *check())
    except (DatabaseError, RedisError, OSError) as error:
        return Check(name, ok=False, says=type(error).__name__)


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, connection.vendor


def _broker() -> tuple[bool, str]:
    cache.get("readyz")
    return True, "answers"


def _worker() -> tuple[bool, str]:
    alive = live_workers()
    return alive > 0, f"{alive} alive"


def _queue() -> tuple[bool, str]:
    age = queue_age_seconds()
    return age <= QUEUE_AGE_LIMIT_SECONDS, f"oldest waits {age:.0f} s"


def _outbox() -> tuple[bool, str]:
    age = outbox_age_seconds()
    return age <= OUTBOX_AGE_LIMIT_SECONDS, f"oldest event waits {age:.0f} s"


def _schedule() -> tuple[bool, str]:
    age = schedule_age_seconds()
    return age <= SCHEDULE_AGE_LIMIT_SECONDS, f"last scheduled work {age:.0f} s ago"


def live_workers() -> int:
    """Return how many worker processes were seen within three sweeps."""
    since = Now() - timedelta(seconds=3 * settings.SWEEP_SECONDS + 5)
    return WorkerHeartbeat.objects.filter(seen_at__gte=since).count()


def queue_age_seconds() -> float:
    """Return how long the oldest comment that no machine has judged yet has waited, in seconds."""
    return _age_of_first(Screening.objects.filter(finished_at=None))


def outbox_age_seconds() -> float:
    """Return how long the oldest event that no sender has handed on yet has waited, in seconds."""
    return _age_of_first(OutboxEvent.objects.filter(fanned_out_at=None))


def _age_of_first(rows: QuerySet[Any]) -> float:
    return _age_of_next(rows.order_by("id"), "created_at") or 0.0


def _age_of_next(ordered: QuerySet[Any], since: str) -> float | None:
    """Return how long ago by the database's clock the first of the rows was; None without rows."""
    age = ExpressionWrapper(Now() - F(since), output_field=DurationField())
    found = ordered.annotate(age=age).values_list("age", flat=True)[:1]
    return next((each.total_seconds() for each in found), None)


def schedule_age_seconds() -> float:
    """Return how long ago a worker did what the schedule asked for, in seconds. Counted from the
    start of the newest worker where that is later: before, nobody could have done it.
    """
    done = _age_of_next(ScheduleHeartbeat.objects.all(), "seen_at")
    started = _age_of_next(WorkerHeartbeat.objects.order_by("-started_at"), "started_at")
    return min((age for age in (done, started) if age is not None), default=0.0)


def figures() -> dict[str, float]:
    """Return the metrics by name; counts are capped at MANY."""
    return {
        "discussion_screenings_waiting": Screening.objects.filter(finished_at=None)[:MANY].count(),
        "discussion_queue_age_seconds": queue_age_seconds(),
        "discussion_review_items_open": ReviewItem.objects.filter(closed_at=None)[:MANY].count(),
        "discussion_workers_alive": live_workers(),
        "discussion_outbox_waiting": OutboxEvent.objects.filter(fanned_out_at=None)[:MANY].count(),
        "discussion_outbox_age_seconds": outbox_age_seconds(),
        "discussion_schedule_age_seconds": schedule_age_seconds(),
        **_webhook_figures(),
    }


def _webhook_figures() -> dict[str, float]:
    waiting = WebhookDelivery.objects.filter(ended_at=None)
    given_up = WebhookDelivery.objects.filter(ending=WebhookDelivery.Ending.GIVEN_UP)
    by_hand = WebhookEndpoint.Off.BY_HAND
    off = WebhookEndpoint.objects.exclude(off_at=None).exclude(off_because=by_hand)
    return {
        "discussion_webhooks_waiting": waiting[:MANY].count(),
        "discussion_webhooks_oldest_seconds": _age_of_first(waiting),
        "discussion_webhooks_given_up": given_up[:MANY].count(),
        "discussion_webhooks_off": off[:MANY].count(),
    }
