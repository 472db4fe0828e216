"""Celery's side of housekeeping."""

from celery import shared_task

from discussion.idempotency import purge_records


@shared_task(name="discussion.purge_idempotency", ignore_result=True)
def purge_idempotency_task() -> None:
    """Delete the keys of requests that are too old to be repeated."""
    purge_records()
