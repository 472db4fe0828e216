"""Telling a person what became of their account, where an address is known."""

import structlog
from django.conf import settings

from discussion import mailing
from discussion.models import User

log = structlog.get_logger(__name__)

ENROLLED = "Your account now asks for a code from your app at each sign-in."
REMOVED = "Your account no longer asks for a code from your app."
RESET = "An operator took the app off your account. At your next sign-in you may add one anew."
RENEWED = "Your account has new recovery codes. The old ones are worth nothing now."
RECOVERED = "Somebody signed in to your account with one of its recovery codes."
NEW_PASSWORD = "The password of your account was changed."  # noqa: S105
LINKED = "Your account can now be signed in to through your organisation's sign-in."


def tell(user: User, happened: str) -> None:
    """Mail the sentence, once and without a promise: what happened stands in the log and on the
    account page too. Never inside a transaction."""
    if not user.email:
        return
    text = (
        f"{happened}\n\nAccount: {user.get_username()} at {settings.PUBLIC_URL}\n"
        "If that was not you, tell your operator at once.\n"
    )
    try:
        mailing.send(user.email, "Your account on the desk", text)
    except (OSError, ValueError) as error:
        log.warning("account.mail_failed", user=user.pk, error=type(error).__name__)
