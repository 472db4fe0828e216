"""The feeds that are due are read, and the articles in them are taken over."""

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.utils import timezone

from articles.errors import DomainError
from articles.flows.put_entries import Taken, put_entries
from articles.ingest.feed import entries_of
from articles.models import FeedSource
from discussion.feeds import Fetched, fetch_feed

# Whoever reads a feed has this long; then another worker may.
LEASE = timedelta(minutes=5)
# A feed that fails is asked ever more rarely, but at least once a day.
RAREST = timedelta(days=1)

log = structlog.get_logger(__name__)


def read_due_feeds(goes_on: Callable[[], bool]) -> int:
    """Read one due feed after the other while it goes on; return how many were read."""
    count = 0
    while goes_on() and (source := _claimed()) is not None:
        try:
            read_feed(source)
        except Exception:
            # One feed's trouble is not the others'; it is due again when its lease ends.
            log.exception("feed.not_read", feed=source.pk)
        count += 1
    return count


def read_feed(source: FeedSource) -> Taken | None:
    """Read the feed and store in its row how that went; None when it failed or has nothing new.

    Never inside a transaction: the network comes first.
    """
    try:
        fetched = fetch_feed(source.url, etag=source.etag, last_modified=source.last_modified)
        entries = None if fetched.body is None else entries_of(fetched.body)
    except DomainError as error:
        _note_failure(source, error)
        return None
    if entries is None:
        _store(source, trouble="", failures=0, read_at=timezone.now())
        return None
    taken = put_entries(source.site, entries, actor=f"feed:{source.pk}")
    _note_success(source, fetched, taken)
    return taken


def _claimed() -> FeedSource | None:
    """Return a due feed that nobody else reads at this moment."""
    while True:
        now = timezone.now()
        due = FeedSource.objects.filter(enabled=True, due_at__lte=now).order_by("due_at")
        source = due.select_related("site").first()
        if source is None:
            return None
        mine = FeedSource.objects.filter(pk=source.pk, due_at=source.due_at)
        if mine.update(due_at=now + LEASE):
            return source


def _note_failure(source: FeedSource, error: DomainError) -> None:
    log.warning("feed.failed", feed=source.pk, code=error.code, failures=source.failures + 1)
    trouble = error.detail[: FeedSource._meta.get_field("trouble").max_length]
    _store(source, trouble=trouble, failures=source.failures + 1)


def _note_success(source: FeedSource, fetched: Fetched, taken: Taken) -> None:
    log.info("feed.read", feed=source.pk, new=taken.new, refused=len(taken.refused))
    marks = {"etag": fetched.etag, "last_modified": fetched.last_modified}
    _store(
        source,
        trouble="",
        failures=0,
        read_at=timezone.now(),
        taken=taken.new + taken.known,
        refused=len(taken.refused),
        **{name: _mark(name, value) for name, value in marks.items()},
    )


def _mark(name: str, value: str) -> str:
    """Return the mark, or none where it is longer than anybody's: then the feed is read whole."""
    length = getattr(FeedSource._meta.get_field(name), "max_length", 0)
    return value if len(value) <= length and value.isascii() and value.isprintable() else ""


def _store(source: FeedSource, *, failures: int, **columns: object) -> None:
    """Write how it went and when it is due next; one that was changed meanwhile is due at once."""
    doubled = timedelta(minutes=source.every_minutes) * 2 ** min(failures, 10)
    due_at = timezone.now() + min(doubled, max(RAREST, timedelta(minutes=source.every_minutes)))
    mine = FeedSource.objects.filter(pk=source.pk, url=source.url)
    mine.update(due_at=due_at, failures=failures, **columns)
