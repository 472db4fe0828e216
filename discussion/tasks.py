"""Celery's side of housekeeping and mail."""

from time import monotonic

from celery import shared_task

from discussion.flows.deliver_notifications import deliver_notifications
from discussion.idempotency import purge_records

# Comments are judged by the same workers: mail gives way, and goes on at the next beat.
MAIL_SECONDS = 20


@shared_task(name="discussion.purge_idempotency", ignore_result=True)
def purge_idempotency_task() -> None:
    """Delete the keys of requests that are too old to be repeated."""
    purge_records()


@shared_task(name="discussion.deliver_notifications", ignore_result=True)
def deliver_notifications_task() -> None:
    """Send the mail that is due. A hint only: attempts and times live in the rows."""
    ends = monotonic() + MAIL_SECONDS
    deliver_notifications(lambda: monotonic() < ends)
