"""Senders of notices get their receipt, and later what was decided."""

import logging
from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from discussion.letters.base import Letter
from discussion.mail_queue import send_due
from discussion.mailing import AddressRefused, send
from moderation.complaints.notice_letters import answer, receipt
from moderation.models import Notice

log = logging.getLogger(__name__)

# With pauses that double, up to half a day: five days of trying.
MOST_ATTEMPTS = 16


def mail_notices(go_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due, as long as `go_on` says yes; return how many mails went out.

    Each is tried again, later each time, MOST_ATTEMPTS times (discussion/mail_queue.py).
    """
    return send_due(Notice.objects.all(), _deliver, go_on)


def _deliver(pk: int) -> bool:
    """Whether a mail was sent. Raises OSError when the server takes none at present."""
    related = ("site", "comment__article__site", "decision__policy")
    notice = Notice.objects.select_related(*related).get(pk=pk)
    letter = _letter(notice)
    if letter is None:  # the decision was taken back before it was told
        _settle(notice, due_at=None)
        return False
    try:
        send(notice.email, letter.subject, letter.text, _headers(notice))
    except AddressRefused:
        log.warning("address refused", extra={"notice": notice.reference})
        _settle(notice, due_at=None)
        return False
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        _try_later(notice, error)
        return False
    except OSError as error:
        _try_later(notice, error)
        raise
    _sent(notice)
    return True


def _letter(notice: Notice) -> Letter | None:
    if notice.receipt_sent_at is None:
        return receipt(notice)
    answered = notice.settled_at is not None and notice.answer_sent_at is None
    return answer(notice) if answered else None


def _headers(notice: Notice) -> dict[str, str]:
    """A mail that is sent twice has the same id: readers' programs show it once."""
    part = "receipt" if notice.receipt_sent_at is None else f"answer-{notice.decision_id or 0}"
    host = urlsplit(settings.PUBLIC_URL).hostname
    message_id = f"<{notice.reference}.{part}@{host}>"
    return {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}


def _sent(notice: Notice) -> None:
    """Store what was sent; an answer that is due after the receipt goes next."""
    now = timezone.now()
    if notice.receipt_sent_at is None:
        Notice.objects.filter(pk=notice.pk).update(receipt_sent_at=now)
        _settle(notice, due_at=now if notice.settled_at is not None else None)
    else:
        _settle(notice, due_at=None, answer_sent_at=now)


def _try_later(notice: Notice, error: Exception) -> None:
    """Leave the row, which is due again later already; after days of that it ends."""
    told = {"notice": notice.reference, "error": type(error).__name__}
    log.warning("mail not sent", extra={**told, "attempts": notice.attempts})
    if notice.attempts >= MOST_ATTEMPTS:
        _settle(notice, due_at=None)


def _settle(notice: Notice, *, due_at: datetime | None, **more: datetime) -> None:
    """End this try. Where it was decided anew meanwhile, which counts from 0, that mail is due."""
    mine = Notice.objects.filter(pk=notice.pk, attempts=notice.attempts)
    mine.update(due_at=due_at, attempts=0, **more)
