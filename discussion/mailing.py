"""Mail, over Django's: one plain text to one person. Where it goes, the settings say."""

import re
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

# RFC 5322 allows longer lines; no inbox shows them.
LONGEST_SUBJECT = 150
_UNPRINTED = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


class AddressRefused(ValueError):
    """That is no address of one person. Another try gives the same."""


class NoMailServer(OSError):
    """Nobody said where mail goes. Try again when EMAIL_URL is set."""


class Nowhere(BaseEmailBackend):
    """Takes no mail and says so: senders keep theirs, and try again."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise NoMailServer("EMAIL_URL is not set")


def send(to: str, subject: str, text: str, headers: Mapping[str, str] | None = None) -> None:
    """Hand one mail over to the mail server; it has it when this returns.

    Never inside a transaction: a server may take seconds. The subject is made one line. Raises
    OSError when another try may help (smtplib.SMTPException is one), AddressRefused or (for a line
    break in a header) ValueError when it cannot.
    """
    try:
        validate_email(to)
    except ValidationError as error:
        raise AddressRefused("not an e-mail address") from error
    mail = EmailMessage(
        subject=_one_line(subject),
        body=text,
        from_email=settings.MAIL_FROM,
        to=[to],
        headers=dict(headers or {}),
    )
    mail.send()


def _one_line(subject: str) -> str:
    """Return the subject without what would begin another header or hide a part of it."""
    line = _UNPRINTED.sub(" ", subject).strip()
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"
