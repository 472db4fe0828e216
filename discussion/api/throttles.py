"""How often somebody may call: counted in Redis, atomically, for all processes together.

Where many calls are allowed each process asks for several at once (tally.py). When Redis is away
each counts by itself: the limits stay, only their sum grows.
"""

import time
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any

import structlog
from django.conf import settings
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter, RateLimiter, SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from articles.models import SiteKey
from discussion import redis_address
from discussion.api.address import network_of
from discussion.api.tally import Count, Tallies
from discussion.breaker import Breaker
from discussion.identity import Identity

# A moving window is exact and keeps each hit; where many are allowed two counters are near enough.
EXACT_UP_TO = 100
# In the WSGI environment, where no header of a request can come: what was counted before Django.
COUNTED = "discussion.counted"

log = structlog.get_logger(__name__)
breaker = Breaker(seconds=5)
tallies = Tallies(most=20_000)


class BucketThrottle(BaseThrottle):
    """Counts a call in the bucket that the view names for its method, and tells the caller."""

    def __init__(self) -> None:
        self._wait = 1

    def allow_request(self, request: Request, view: Any) -> bool:
        method = "GET" if request.method == "HEAD" else str(request.method)
        bucket = getattr(view, "buckets", {}).get(method)
        if bucket is None:
            return True
        before: tuple[str, Sequence[Count]] = request.META.get(COUNTED, ("", ()))
        counts = before[1] if before[0] == bucket else counted(bucket, caller_of(request))
        view.rate_headers = rate_headers(bucket, counts)
        self._wait = max(count.reset_seconds for count in counts)
        return all(count.allowed for count in counts)

    def wait(self) -> float:
        return self._wait


def caller_of(request: Request) -> str:
    """Return who is counted: the reader, the key, the member of staff, else the network, as for
    guests.
    """
    auth: object = request.auth
    if isinstance(auth, Identity):
        # Another guest is had for the asking: by themselves they would have no limit at all.
        return network_of(request) if auth.is_guest else auth.throttle_key
    if isinstance(auth, SiteKey):
        return f"key:{auth.pk}"
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return network_of(request)


def counted(bucket: str, caller: str) -> Sequence[Count]:
    """Count a call of the caller, and return what each limit of the bucket says after it: up to the
    first that refuses it.
    """
    counts = []
    for limit in _limits(settings.THROTTLES[bucket]):
        ask = partial(_asked, limit, bucket, caller)
        if limit.amount <= EXACT_UP_TO:
            counts.append(ask(1))
        else:
            key = (bucket, caller, limit.amount, limit.get_expiry())
            counts.append(tallies.count(key, limit, ask))
        if not counts[-1].allowed:
            break
    return counts


def _asked(limit: RateLimitItem, bucket: str, caller: str, calls: int) -> Count:
    """Count the calls for all processes together, or by ourselves while Redis is away."""
    if not breaker.is_open:
        try:
            return _count(_shared_storage(), limit, bucket, caller, calls)
        except (RedisError, OSError) as error:
            breaker.trip()
            log.warning("throttle.unreachable", error=type(error).__name__)
    return _count(_own_storage(), limit, bucket, caller, calls)


def _count(
    storage: RedisStorage | MemoryStorage,
    limit: RateLimitItem,
    bucket: str,
    caller: str,
    calls: int,
) -> Count:
    limiter = _limiter(limit, storage)
    allowed = limiter.hit(limit, bucket, caller, cost=calls)
    window = limiter.get_window_stats(limit, bucket, caller)
    return Count(limit, allowed, window.remaining, max(1, round(window.reset_time - time.time())))


def _limiter(limit: RateLimitItem, storage: RedisStorage | MemoryStorage) -> RateLimiter:
    if limit.amount <= EXACT_UP_TO:
        return MovingWindowRateLimiter(storage)
    return SlidingWindowCounterRateLimiter(storage)


def rate_headers(bucket: str, counts: Sequence[Count]) -> Mapping[str, str]:
    """Return the fields of the IETF draft `ratelimit-headers`; the tightest limit is told."""
    tightest = min(counts, key=lambda count: (count.allowed, count.remaining, -count.reset_seconds))
    return {
        "RateLimit-Policy": _policy(bucket, settings.THROTTLES[bucket]),
        "RateLimit": f'"{_name(bucket, tightest.limit)}"'
        f";r={tightest.remaining};t={tightest.reset_seconds}",
    }


@lru_cache(maxsize=64)
def _policy(bucket: str, rates: str) -> str:
    return ", ".join(
        f'"{_name(bucket, limit)}";q={limit.amount};w={limit.get_expiry()}'
        for limit in _limits(rates)
    )


def _name(bucket: str, limit: RateLimitItem) -> str:
    return f"{bucket}-{limit.get_expiry()}s"


@lru_cache(maxsize=64)
def _limits(rates: str) -> list[RateLimitItem]:
    return parse_many(rates)


@cache
def _shared_storage() -> RedisStorage:
    password = settings.REDIS_SENTINEL_PASSWORD
    pool = redis_address.pool(settings.REDIS_URL, settings.REDIS_SECONDS, password)
    # The pool knows where the server is; the address says only whose client it is.
    return RedisStorage("redis://", connection_pool=pool, key_prefix="throttle")


@cache
def _own_storage() -> MemoryStorage:
    return MemoryStorage()
