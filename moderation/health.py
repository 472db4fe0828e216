"""Whether the service does its whole job: what `/readyz` and `/metrics` say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now
from redis.exceptions import RedisError

from articles.models import OutboxEvent
from moderation.models import ReviewItem, Screening, WorkerHeartbeat

# Counts stop here: an operator needs to know "many", and a full count grows with the table.
MANY = 10_000
QUEUE_AGE_LIMIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so; `says` has no secret and no text of anybody."""

    name: str
    ok: bool
    says: str


def readiness() -> list[Check]:
    """Return the checks; those that need the database say so when it is away."""
    checks = [_guarded("database", _database), _guarded("broker", _broker)]
    return [*checks, _guarded("worker", _worker), _guarded("queue", _queue)]


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


def live_workers() -> int:
    """Return how many worker processes were seen within three sweeps."""
    since = Now() - timedelta(seconds=3 * settings.SWEEP_SECONDS + 5)
    return WorkerHeartbeat.objects.filter(seen_at__gte=since).count()


def queue_age_seconds() -> float:
    """Return how long the oldest comment that no machine has judged yet has waited, in seconds."""
    oldest = (
        Screening.objects.filter(finished_at=None)
        .order_by("id")
        .annotate(age=ExpressionWrapper(Now() - F("created_at"), output_field=DurationField()))
        .values_list("age", flat=True)
        .first()
    )
    return oldest.total_seconds() if oldest is not None else 0.0


def figures() -> dict[str, float]:
    """Return the metrics by name; counts are capped at MANY."""
    return {
        "discussion_screenings_waiting": Screening.objects.filter(finished_at=None)[:MANY].count(),
        "discussion_queue_age_seconds": queue_age_seconds(),
        "discussion_review_items_open": ReviewItem.objects.filter(closed_at=None)[:MANY].count(),
        "discussion_workers_alive": live_workers(),
        "discussion_outbox_waiting": OutboxEvent.objects.filter(delivered_at=None)[:MANY].count(),
    }
