"""Alerts that are due are told: by mail and by webhook, each until it succeeded or is given up."""

import logging
import time
from smtplib import SMTPException

from django.utils import timezone

from discussion import mailing
from discussion.webhooks.sending import send_signed
from moderation.alerts.delivery import TELL_AGAIN, due_alerts, next_try
from moderation.alerts.words import mail_of, message_id, message_of, queue_figures
from moderation.desk_settings import desk_of
from moderation.models import Alert, DeskSettings

log = logging.getLogger(__name__)

# Mail waits for the same threads: what is left is for the next run.
SECONDS = 20
MOST_AT_ONCE = 100
TOLD = "told"


def deliver_alerts() -> int:
    """Try each alert that is due once; return how many were tried.

    A try is counted, and the next one set, before anything is sent: whoever is killed meanwhile has
    lost nothing, and two that run at once do not tell the same. Told at least once a round.
    """
    began, tried = time.monotonic(), 0
    for alert in due_alerts(timezone.now())[:MOST_AT_ONCE]:
        if time.monotonic() - began > SECONDS:
            break
        if _take(alert):
            tell(alert)
            tried += 1
    return tried


def _take(alert: Alert) -> bool:
    """Count the try; a first one begins a round, with figures of now. False: somebody else's."""
    now, seen = timezone.now(), alert.due_at
    if alert.attempts == 0:
        figures = queue_figures(alert.site, now) if alert.kind == Alert.Kind.QUEUE_AGE else {}
        began = {"round": alert.data.get("round", 0) + 1, "at": now.isoformat(timespec="seconds")}
        alert.data = {**alert.data, **figures, **began, "last_try": {}}
        alert.mailed_at = alert.posted_at = None
    alert.attempts += 1
    alert.due_at = next_try(alert, now) or now + TELL_AGAIN
    taken = Alert.objects.filter(pk=alert.pk, due_at=seen, closed_at=None).update(
        attempts=alert.attempts,
        due_at=alert.due_at,
        data=alert.data,
        mailed_at=alert.mailed_at,
        posted_at=alert.posted_at,
    )
    return bool(taken)


def tell(alert: Alert) -> None:
    """Send what is still to be sent of the round, and store what came of it."""
    desk = desk_of(alert.site)
    results = {}
    if desk.alert_emails and alert.mailed_at is None:
        results["mail"] = _mail(alert, desk)
    if desk.alert_url and alert.posted_at is None:
        results["webhook"] = _post(alert, desk)
    now = timezone.now()
    if results.get("mail") == TOLD:
        alert.mailed_at = now
    if results.get("webhook") == TOLD:
        alert.posted_at = now
    alert.data["last_try"] |= results
    told = {"alert": str(alert.public_id), "attempt": alert.attempts, **results}
    log.info("alert tried", extra=told)
    _store(alert, over=all(result == TOLD for result in results.values()))


def _mail(alert: Alert, desk: DeskSettings) -> str:
    """Return "told", or why not. An address that is none cannot stand in the others' way."""
    mail = mail_of(alert)
    results = [_mail_one(address, mail.subject, mail.text) for address in desk.alert_emails]
    return next((result for result in results if result != TOLD), TOLD)


def _mail_one(address: str, subject: str, text: str) -> str:
    try:
        mailing.send(address, subject, text, {"Auto-Submitted": "auto-generated"})
    except (OSError, SMTPException, ValueError) as error:
        return type(error).__name__
    return TOLD


def _post(alert: Alert, desk: DeskSettings) -> str:
    """Return "told", or the status or fault that came instead."""
    sent = send_signed(
        desk.alert_url,
        [desk.sealed_alert_secret],
        message_id=message_id(alert),
        body=message_of(alert),
    )
    return TOLD if sent.arrived else sent.result


def _store(alert: Alert, *, over: bool) -> None:
    """Store the try; where the round is over, what comes next: nothing, or a new one later.

    Somebody who asked for a new round meanwhile gets it: nothing is stored then.
    """
    now, seen = timezone.now(), alert.due_at
    if over or next_try(alert, now) is None:
        if alert.kind == Alert.Kind.QUEUE_AGE:
            alert.due_at, alert.attempts = now + TELL_AGAIN, 0
        else:
            alert.closed_at = now
    Alert.objects.filter(pk=alert.pk, due_at=seen, closed_at=None).update(
        attempts=alert.attempts,
        due_at=alert.due_at,
        closed_at=alert.closed_at,
        data=alert.data,
        mailed_at=alert.mailed_at,
        posted_at=alert.posted_at,
    )
