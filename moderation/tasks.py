"""Celery's side of judging: one task without arguments."""

from time import monotonic

from celery import shared_task

from articles.models import Site
from discussion.tasks import MAIL_SECONDS
from moderation import worker
from moderation.flows.alert_webhooks_off import alert_webhooks_off
from moderation.flows.apply_retention import apply_retention
from moderation.flows.deliver_alerts import deliver_alerts
from moderation.flows.draw_second_looks import draw_second_looks
from moderation.flows.end_sanctions import end_sanctions
from moderation.flows.expire_change_requests import expire_change_requests
from moderation.flows.heat_article import cool_articles
from moderation.flows.mail_notices import mail_notices
from moderation.flows.raise_alerts import raise_alerts
from moderation.job_worker import run_for_a_while
from moderation.repetition import purge_fingerprints
from moderation.staff.sessions import purge_sessions
from moderation.wakeup import RUN_JOBS, SCREEN_PENDING, wake_workers


@shared_task(name=SCREEN_PENDING, ignore_result=True)
def screen_pending_task() -> None:
    """Judge whatever waits. A hint only: losing or repeating it loses and repeats nothing, attempts
    live in the row."""
    worker.run_once()


@shared_task(name="moderation.note_schedule", ignore_result=True)
def note_schedule_task() -> None:
    """Let operators see that beat runs: mail, alerts, jobs and retention wait for it."""
    worker.note_schedule()


@shared_task(name="moderation.purge_fingerprints", ignore_result=True)
def purge_fingerprints_task() -> None:
    """Delete the fingerprints of texts that are too old to be repeated."""
    purge_fingerprints()


@shared_task(name="moderation.raise_alerts", ignore_result=True)
def raise_alerts_task() -> None:
    """Find the queues that age too long, those that do no more, and webhooks that failed."""
    raise_alerts()
    alert_webhooks_off()


@shared_task(name="moderation.deliver_alerts", ignore_result=True)
def deliver_alerts_task() -> None:
    """Tell what is due."""
    deliver_alerts()


@shared_task(name="moderation.expire_change_requests", ignore_result=True)
def expire_change_requests_task() -> None:
    """Give the desk back what authors were to change and did not."""
    expire_change_requests()


@shared_task(name="moderation.draw_second_looks", ignore_result=True)
def draw_second_looks_task() -> None:
    """Draw the decisions that another person judges again."""
    draw_second_looks()


@shared_task(name="moderation.purge_sessions", ignore_result=True)
def purge_sessions_task() -> None:
    """Delete the sessions of staff that have ended."""
    purge_sessions()


@shared_task(name="moderation.mail_notices", ignore_result=True)
def mail_notices_task() -> None:
    """Send the receipts and answers that are due. A hint only: times live in the rows."""
    ends = monotonic() + MAIL_SECONDS
    mail_notices(lambda: monotonic() < ends)


@shared_task(name=RUN_JOBS, ignore_result=True)
def run_jobs_task() -> None:
    """Go on with work on many comments, and let other tasks in between."""
    if run_for_a_while():
        wake_workers(RUN_JOBS)


@shared_task(name="moderation.end_measures", ignore_result=True)
def end_measures_task() -> None:
    """Write what no longer restricts an author, and which article is no longer held back."""
    end_sanctions()
    cool_articles()


@shared_task(name="moderation.apply_retention", ignore_result=True)
def apply_retention_task() -> None:
    """Let go of what is over by each site's rules."""
    for site in Site.objects.filter(retention_rules__isnull=False).distinct():
        apply_retention(site)
