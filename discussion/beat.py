"""What beat sends, and how often. A message that nobody took before the next one is due is of no
use, and expires.
"""

from datetime import timedelta
from typing import Any

MINUTE = 60
# Nothing is rarer: where the schedule's file goes with its container, beat counts from its start
# anew, and a daily task might never be due.
HOUR = 60 * MINUTE

SECONDS = {
    # Readers see each other's reactions after this and the ten seconds that a page may be kept.
    "discussion.tell_reactions": 5,
    "discussion.run_person_jobs": 15,
    "discussion.deliver_notifications": 30,
    "discussion.fetch_key_sets": MINUTE,
    "discussion.read_feeds": MINUTE,
    "discussion.purge_idempotency": HOUR,
    "discussion.purge_revocations": HOUR,
    "discussion.purge_deliveries": HOUR,
    "moderation.note_schedule": 15,
    "moderation.end_measures": 15,
    "moderation.deliver_alerts": 15,
    "moderation.mail_notices": 15,
    "moderation.raise_alerts": MINUTE,
    "moderation.expire_change_requests": 10 * MINUTE,
    "moderation.draw_second_looks": HOUR,
    "moderation.purge_sessions": HOUR,
    "moderation.purge_fingerprints": HOUR,
    "moderation.apply_retention": HOUR,
}


def schedule(sweep_seconds: int) -> dict[str, dict[str, Any]]:
    """Return Celery's schedule, by task; what waits to be judged and to be done is swept for every
    so many seconds.
    """
    sweeps = dict.fromkeys(("moderation.screen_pending", "moderation.run_jobs"), sweep_seconds)
    return {
        task: {
            "task": task,
            "schedule": timedelta(seconds=seconds),
            "options": {"expires": seconds},
        }
        for task, seconds in (sweeps | SECONDS).items()
    }
