"""An anchor of the audit: one line that says which events there were, to be kept outside.

The chains name what was changed or removed inside a subject's events. Where a subject went with all
its events, or whoever holds the audit key wrote a chain anew, only somebody who knows what was
there before can tell. An anchor is that knowledge: SHA-256 over the codes of all events up to one,
in the order of their keys. Later events are beyond it, so a ledger that grows still fits.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Self

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import AuditEvent

# No slug has such a sign.
ALL = "@all"
BATCH = 5_000
MARK = "discussion-audit"
VERSION = "1"
_TIME = "%Y%m%dT%H%M%SZ"
_WORD = re.compile(
    rf"{MARK}:{VERSION}:(?P<scope>{ALL}|[a-z0-9-]+):(?P<at>\d{{8}}T\d{{6}}Z)"
    r":(?P<last>\d{1,18}):(?P<events>\d{1,18}):(?P<digest>[0-9a-f]{64})"
)
# Nobody who posts waits longer for the look at the end of the ledger. Each time it does not come to
# it, all who waited get their turn.
LOCK_TIMEOUT = "2s"
TRIES = 10


class NoAnchor(ValueError):
    """The text is no anchor."""


class LedgerBusy(Exception):
    """A transaction that writes to the ledger goes on for too long. Try again later."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The events of a scope (a site's slug, or ALL) whose keys are `last` at most."""

    scope: str
    at: datetime
    last: int
    events: int
    digest: str = ""

    def __str__(self) -> str:
        return f"{self._told}:{self.digest}"

    @property
    def _told(self) -> str:
        return f"{MARK}:{VERSION}:{self.scope}:{self.at.strftime(_TIME)}:{self.last}:{self.events}"

    @classmethod
    def read(cls, word: str) -> Self:
        """Return the anchor that the word is. Raises NoAnchor."""
        found = _WORD.fullmatch(word)
        if found is None:
            raise NoAnchor(f"“{word}” is not the whole of an anchor.")
        try:
            at = datetime.strptime(found["at"], _TIME).replace(tzinfo=UTC)
        except ValueError as error:
            raise NoAnchor(f"“{word}” has a time that never was.") from error
        return cls(found["scope"], at, int(found["last"]), int(found["events"]), found["digest"])

    def closed_by(self, codes: "hashlib._Hash") -> Self:
        """Return the anchor with the digest of the codes and of what its line says."""
        whole = codes.copy()
        whole.update(self._told.encode())
        return replace(self, digest=whole.hexdigest())


def anchor_of(scope: str) -> Anchor:
    """Return the anchor of all events of now. Raises LedgerBusy."""
    last = _settled_end()
    codes, events = hashlib.sha256(), 0
    for _, mac in _codes(scope, last):
        codes.update(mac.encode())
        events += 1
    return Anchor(scope, timezone.now(), last, events).closed_by(codes)


def anchor_faults(anchors: Sequence[Anchor]) -> Iterator[str]:
    """Yield each anchor that the ledger does not fit, in words; the ledger is read once a scope.

    Of several of one scope, the events at fault are younger than the last one before the first that
    is named.
    """
    for scope in sorted({anchor.scope for anchor in anchors}):
        own = [anchor for anchor in anchors if anchor.scope == scope]
        yield from _scope_faults(scope, sorted(own, key=lambda anchor: anchor.last))


def _scope_faults(scope: str, anchors: Sequence[Anchor]) -> Iterator[str]:
    codes, events, waiting = hashlib.sha256(), 0, list(anchors)
    for key, mac in _codes(scope, waiting[-1].last):
        while key > waiting[0].last:
            yield from _fault(waiting.pop(0), codes, events)
        codes.update(mac.encode())
        events += 1
    for anchor in waiting:
        yield from _fault(anchor, codes, events)


def _fault(anchor: Anchor, codes: "hashlib._Hash", events: int) -> Iterator[str]:
    if anchor.closed_by(codes) == anchor:
        return
    where = f"anchor of {anchor.at:%Y-%m-%d %H:%M:%S} UTC ({anchor.scope})"
    if events < anchor.events:
        yield f"{where}: {anchor.events - events} of its {anchor.events} events were removed"
    elif events > anchor.events:
        yield f"{where}: {events - anchor.events} events were added among its {anchor.events}"
    else:
        yield f"{where}: an event was changed or replaced, or the anchor was"


def _codes(scope: str, last: int) -> Iterator[tuple[int, str]]:
    """Yield key and code of the events by key; each batch is read by itself, no cursor stays open.

    None of them moves: up to `last` everything was committed, and events are only ever added.
    """
    events: QuerySet[AuditEvent] = AuditEvent.objects.filter(pk__lte=last).order_by("pk")
    if scope != ALL:
        events = events.filter(site__slug=scope)
    rows = events.values_list("pk", "mac")
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1][0])[:BATCH])


def _settled_end() -> int:
    """Return a key up to which no event can come any more. Raises LedgerBusy.

    PostgreSQL gives keys out before they are committed, so a transaction at work may hold a lower
    one: the lock waits for those that have begun, and nobody draws a key meanwhile. SQLite has one
    writer, and never gives out a key twice.
    """
    if connection.vendor != "postgresql":
        return _newest_key()
    for _ in range(TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
                cursor.execute("LOCK TABLE articles_auditevent IN SHARE MODE")
                return _newest_key()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03":  # lock_not_available
                raise
    raise LedgerBusy("The ledger is written to without a pause. Try again later.")


def _newest_key() -> int:
    newest = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
