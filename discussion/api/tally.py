"""Calls where many are allowed: counted here first, for all processes together now and then.

To ask Redis about each of hundreds of calls a minute costs more than to answer them. A process lets
a caller make a few calls unasked, then asks for all of them at once; the closer the caller is to
the limit the fewer, and at last each call is asked for. So a limit may be exceeded by UNASKED calls
a process, ten of 600, and no more.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from limits import RateLimitItem

UNASKED = 10
# Of the whole limit, and of what is left of it: how large a part goes unasked at most.
PART_OF_LIMIT, PART_OF_REST = 60, 16


@dataclass(frozen=True, slots=True)
class Count:
    """What one limit of a bucket says after a call."""

    limit: RateLimitItem
    allowed: bool
    remaining: int
    reset_seconds: int


@dataclass(slots=True)
class Tally:
    """One caller: so many calls may come `unasked`, so many came and are `owed` to the count.

    `remaining` is what the count said last, and what it said holds until `ends_at`.
    """

    unasked: int
    remaining: int
    resets_at: float
    ends_at: float
    owed: int = 0


class Tallies:
    """The callers of this process: at most so many, who was not seen for longest is forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Tally] = OrderedDict()

    def count(self, key: Hashable, limit: RateLimitItem, ask: Callable[[int], Count]) -> Count:
        """Count one call. `ask` takes a number of calls, and counts all of them or none."""
        now = time.time()
        with self._lock:
            tally = self._tally(key, limit, now)
            if tally.unasked:
                tally.unasked -= 1
                tally.owed += 1
                left = max(0, tally.remaining - tally.owed)
                return Count(limit, True, left, max(1, round(tally.resets_at - now)))
            owed, tally.owed = tally.owed, 0
        count = ask(owed + 1)
        if owed and not count.allowed:
            # There is no room for all of them, perhaps for this one. What is owed stays owed.
            count = ask(1)
        else:
            owed = 0
        with self._lock:
            tally.owed += owed
            tally.remaining, tally.resets_at = count.remaining, now + count.reset_seconds
            tally.ends_at = now + limit.get_expiry()
            tally.unasked = _unasked(limit, count.remaining - tally.owed) if count.allowed else 0
        return count

    def clear(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._kept.clear()

    def _tally(self, key: Hashable, limit: RateLimitItem, now: float) -> Tally:
        tally = self._kept.get(key)
        if tally is None or now >= tally.ends_at:
            ends = now + limit.get_expiry()
            tally = Tally(_unasked(limit, limit.amount), limit.amount, ends, ends)
            self._kept[key] = tally
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return tally


def _unasked(limit: RateLimitItem, left: int) -> int:
    return min(UNASKED, limit.amount // PART_OF_LIMIT, max(0, left) // PART_OF_REST)
