"""Authors get the mail that is due."""

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.utils import timezone

from discussion.letters.base import NothingToSay, id_in, letter_for
from discussion.letters.envelope import headers_of, text_of
from discussion.mail_queue import send_due
from discussion.mailing import AddressRefused, send
from discussion.models import Notification, Topic, Unsubscription
from discussion.statements import mark_delivered

log = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(days=4)


def deliver_notifications(go_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due, as long as `go_on` says yes; return how many mails went out.

    Each row is tried again, later each time, for GIVEN_UP_AFTER (discussion/mail_queue.py).
    """
    return send_due(Notification.objects.filter(ended_at=None), _deliver, go_on)


def _deliver(pk: int) -> bool:
    """Whether a mail was sent. Raises OSError when the server takes none at present."""
    row = Notification.objects.select_related("author__site").get(pk=pk)
    try:
        _send(row)
        _end(row, Notification.SENT)
        if row.topic == Topic.DECISION:
            mark_delivered(id_in(row.about))
        return True
    except NothingToSay as nothing:
        _end(row, nothing.ending)
    except AddressRefused:
        _end(row, "address-refused")
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        _try_later(row, error)
    except OSError as error:
        _try_later(row, error)
        raise
    except Exception as error:
        # One mail that cannot be written is not its neighbours' trouble.
        log.exception("mail not written", extra={"notification": str(row.public_id)})
        _try_later(row, error)
    return False


def _send(row: Notification) -> None:
    if not row.author.email:
        raise NothingToSay("no-address")
    if Unsubscription.objects.filter(author=row.author, topic=row.topic).exists():
        raise NothingToSay("unsubscribed")
    letter = letter_for(row)
    send(row.author.email, letter.subject, text_of(row, letter), headers_of(row))


def _try_later(row: Notification, error: Exception) -> None:
    """Leave the row, which is due again later already; after days of that it ends."""
    told = {"notification": str(row.public_id), "error": type(error).__name__}
    log.warning("mail not sent", extra={**told, "attempts": row.attempts})
    if timezone.now() - row.created_at > GIVEN_UP_AFTER:
        _end(row, "given-up")


def _end(row: Notification, ending: str) -> None:
    Notification.objects.filter(pk=row.pk, ended_at=None).update(
        ended_at=timezone.now(), ending=ending
    )
