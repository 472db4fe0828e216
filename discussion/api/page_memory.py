"""The pages that this process was asked for last: as many bytes as it may keep, and no more."""

import time
from collections import OrderedDict
from threading import Lock

from discussion.api.listing import Written

# What an entry takes beside its body: keys, headers, the objects themselves.
ENTRY_BYTES = 1_000


class PageMemory:
    """Pages by key, each for `seconds`; the one that was not asked for longest makes room.

    A key holds the version of what it shows, so age makes no page wrong. It ends what a restored
    database, which counts its versions anew, never had.
    """

    def __init__(self, most_bytes: int, seconds: float) -> None:
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._lock = Lock()
        self._pages: OrderedDict[str, tuple[float, Written]] = OrderedDict()
        self.kept_bytes = 0

    def get(self, key: str) -> Written | None:
        """Return the page of that key, if it is there and not too old."""
        with self._lock:
            found = self._pages.get(key)
            if found is None:
                return None
            if time.monotonic() >= found[0]:
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return found[1]

    def keep(self, key: str, page: Written) -> None:
        """Keep the page; one that is larger than everything together may be is not kept."""
        size = _size(page)
        if size > self._most_bytes:
            return
        with self._lock:
            if key in self._pages:
                self._drop(key)
            self._pages[key] = (time.monotonic() + self._seconds, page)
            self.kept_bytes += size
            while self.kept_bytes > self._most_bytes:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._pages.clear()
            self.kept_bytes = 0

    def _drop(self, key: str) -> None:
        self.kept_bytes -= _size(self._pages.pop(key)[1])


def _size(page: Written) -> int:
    return len(page[0]) + ENTRY_BYTES
