"""Celery's side of housekeeping, mail and webhooks."""

from os import getpid
from socket import gethostname
from time import monotonic

from celery import shared_task

from discussion import sender  # noqa: F401 - its signals start the sending of webhooks
from discussion.flows.deliver_notifications import deliver_notifications
from discussion.flows.purge_deliveries import purge_deliveries
from discussion.flows.purge_revocations import purge_revocations
from discussion.flows.read_feeds import read_due_feeds
from discussion.flows.run_person_jobs import run_person_jobs
from discussion.flows.tell_reactions import tell_reactions
from discussion.idempotency import purge_records
from discussion.person.queue import drop_expired_jobs
from discussion.person.restrictions import drop_ended_restrictions
from discussion.tokens.key_sets import fetch_key_sets

# What else waits for the outside gets its turn; mail goes on at the next beat.
MAIL_SECONDS = 20
KEY_SET_SECONDS = 20
FEED_SECONDS = 20
PERSON_SECONDS = 10


@shared_task(name="discussion.purge_idempotency", ignore_result=True)
def purge_idempotency_task() -> None:
    """Delete the keys of requests that are too old to be repeated."""
    purge_records()


@shared_task(name="discussion.deliver_notifications", ignore_result=True)
def deliver_notifications_task() -> None:
    """Send the mail that is due. A hint only: attempts and times live in the rows."""
    ends = monotonic() + MAIL_SECONDS
    deliver_notifications(lambda: monotonic() < ends)


@shared_task(name="discussion.purge_revocations", ignore_result=True)
def purge_revocations_task() -> None:
    """Forget revocations of tokens that have ended by themselves."""
    purge_revocations()


@shared_task(name="discussion.fetch_key_sets", ignore_result=True)
def fetch_key_sets_task() -> None:
    """Fetch the key sets that are due. A hint only: when each was asked stands in its row."""
    ends = monotonic() + KEY_SET_SECONDS
    fetch_key_sets(lambda: monotonic() < ends)


@shared_task(name="discussion.purge_deliveries", ignore_result=True)
def purge_deliveries_task() -> None:
    """Delete what is no longer asked for of the log of webhooks."""
    purge_deliveries()


@shared_task(name="discussion.tell_reactions", ignore_result=True)
def tell_reactions_task() -> None:
    """Let pages show the reactions since the last sweep. A hint only: the mark is in the rows."""
    tell_reactions()


@shared_task(name="discussion.read_feeds", ignore_result=True)
def read_feeds_task() -> None:
    """Read the feeds that are due. A hint only: times and failures live in the rows."""
    ends = monotonic() + FEED_SECONDS
    read_due_feeds(lambda: monotonic() < ends)


@shared_task(name="discussion.run_person_jobs", ignore_result=True)
def run_person_jobs_task() -> None:
    """Copy and forget what persons asked for, and let go of what has expired. A hint only."""
    ends = monotonic() + PERSON_SECONDS
    run_person_jobs(worker=f"{gethostname()}:{getpid()}", go_on=lambda: monotonic() < ends)
    drop_expired_jobs()
    drop_ended_restrictions()
