"""What every mail carries beside its words: how to get no more, and that a machine sent it."""

from urllib.parse import urlsplit

from django.conf import settings

from discussion.letters.base import Letter, printed
from discussion.models import Notification, Topic
from discussion.unsubscribing import unsubscribe_address


def headers_of(notification: Notification) -> dict[str, str]:
    """Return the headers: one-click unsubscription (RFC 8058), a stable id, no auto-replies.

    Should a mail ever be sent twice, its id is the same: readers' programs show it once.
    """
    host = urlsplit(settings.PUBLIC_URL).hostname
    return {
        "Message-ID": f"<{notification.public_id}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{_address(notification)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def text_of(notification: Notification, letter: Letter) -> str:
    """Return the whole text of the mail."""
    context = {
        "name": notification.author.display_name,
        "site": notification.author.site,
        "letter": letter,
        "topic": Topic(notification.topic).label,
        "unsubscribe": _address(notification),
    }
    return printed("discussion/mail/envelope.txt", context)


def _address(notification: Notification) -> str:
    return unsubscribe_address(notification.author, Topic(notification.topic))
