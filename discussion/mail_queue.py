"""Rows whose mail is due: each is taken before its mail is sent, and later each time that fails."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

log = logging.getLogger(__name__)

# Looked at in one go; what is left is due at the next beat.
BATCH = 200
# Longer than one mail can take (EMAIL_TIMEOUT): nobody else tries it meanwhile.
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=12)


def send_due(
    waiting: QuerySet[Any], deliver: Callable[[int], bool], go_on: Callable[[], bool]
) -> int:
    """Call `deliver` with the id of each row that is due, the longest due first, as long as `go_on`
    says yes; return how many mails went out.

    `waiting` are rows with `due_at` and `attempts`, whose mail is still to be sent. Safe to run
    twice, at once, and to be killed at any moment: a row is taken by moving it into the future
    before its mail is sent, so that a mail may be sent twice, and none is lost. A server that is
    away, by OSError from `deliver`, ends the run.
    """
    due = waiting.filter(due_at__lte=timezone.now())
    sent = 0
    for pk, attempts in list(due.order_by("due_at").values_list("pk", "attempts")[:BATCH]):
        if not go_on():
            break
        if not _take(due, pk, attempts):
            continue
        try:
            sent += deliver(pk)
        except OSError as error:
            # The class alone: an answer of a mail server may quote the address.
            log.warning("mail server away", extra={"error": type(error).__name__})
            break
    return sent


def _take(due: QuerySet[Any], pk: int, attempts: int) -> bool:
    """Whether this run is the one that tries the row now."""
    pause = min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)
    free = due.filter(pk=pk, attempts=attempts)
    return bool(free.update(attempts=F("attempts") + 1, due_at=timezone.now() + pause))
