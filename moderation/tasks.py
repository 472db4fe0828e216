"""Celery's side of judging: one task without arguments."""

from celery import shared_task

from moderation import worker
from moderation.repetition import purge_fingerprints
from moderation.wakeup import SCREEN_PENDING


@shared_task(name=SCREEN_PENDING, ignore_result=True)
def screen_pending_task() -> None:
    """Judge whatever waits. A hint only: losing or repeating it loses and repeats nothing, attempts
    live in the row."""
    worker.run_once()


@shared_task(name="moderation.purge_fingerprints", ignore_result=True)
def purge_fingerprints_task() -> None:
    """Delete the fingerprints of texts that are too old to be repeated."""
    purge_fingerprints()
