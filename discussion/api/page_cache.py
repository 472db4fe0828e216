"""Finished pages in the cache, under keys that hold the article's version: never stale, only lost.

The cache may be down or hang; then pages are made anew, and one read in some seconds finds out.
"""

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

from discussion.api.listing import Written
from discussion.breaker import Breaker

KEPT_SECONDS = 300

log = structlog.get_logger(__name__)
breaker = Breaker(seconds=5)


def kept_page(key: str) -> Written | None:
    """Return the page of that key, if the cache has it and answers."""
    if breaker.is_open:
        return None
    try:
        page: Written | None = cache.get(key)
    except (RedisError, OSError) as error:
        _note(error)
        return None
    return page


def keep_page(key: str, page: Written) -> None:
    """Keep the page for those who ask next."""
    if breaker.is_open:
        return
    try:
        cache.set(key, page, KEPT_SECONDS)
    except (RedisError, OSError) as error:
        _note(error)


def _note(error: Exception) -> None:
    breaker.trip()
    log.warning("cache.unreachable", error=type(error).__name__)
