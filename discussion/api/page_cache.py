"""Finished pages, under keys that hold the article's version: never stale, only lost.

In the memory of the process, then in the cache that all share, else made anew: once, however many
ask at that moment. The shared cache may be down or hang; then pages are made anew, and one read in
some seconds finds out.
"""

import structlog
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from articles.api.coding import IDENTITY, encoded
from discussion.api.listing import Asked, Written, public_page
from discussion.api.page_memory import PageMemory
from discussion.breaker import Breaker
from discussion.single_flight import SingleFlight

KEPT_SECONDS = 300
# Far above what a page takes: for the case that whoever makes it hangs.
PATIENCE_SECONDS = 10

log = structlog.get_logger(__name__)
breaker = Breaker(seconds=5)
memory = PageMemory(settings.PAGE_MEMORY_MEGABYTES * 1_000_000, KEPT_SECONDS)
_flights = SingleFlight[Written](PATIENCE_SECONDS)


def finished_page(asked: Asked, etag: str, coding: str = IDENTITY) -> Written:
    """Return the page that everybody gets, in that coding. `etag` is what `asked` has as its tag.

    Raises what `public_page` raises.
    """
    key = f"{etag}{coding}"
    return memory.get(key) or _flights.once(key, lambda: _fetched(asked, etag, coding))


def _fetched(asked: Asked, etag: str, coding: str) -> Written:
    key = f"{etag}{coding}"
    # Between the look into the memory and this one somebody else may have finished.
    written = memory.get(key) or _kept_page(key)
    if written is None:
        if coding == IDENTITY:
            written = public_page(asked)
        else:
            body, links = finished_page(asked, etag)
            written = encoded(body, coding), links
        _keep_page(key, written)
    memory.keep(key, written)
    return written


def _kept_page(key: str) -> Written | None:
    if breaker.is_open:
        return None
    try:
        page: Written | None = cache.get(key)
    except (RedisError, OSError) as error:
        _note(error)
        return None
    return page


def _keep_page(key: str, page: Written) -> None:
    if breaker.is_open:
        return
    try:
        cache.set(key, page, KEPT_SECONDS)
    except (RedisError, OSError) as error:
        _note(error)


def _note(error: Exception) -> None:
    breaker.trip()
    log.warning("cache.unreachable", error=type(error).__name__)
