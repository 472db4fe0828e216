"""Who reads next: judging and answering take turns in a worker process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """A lock that is handed over: who waits gets it before who has just had it.

    A plain lock may be taken again and again by the thread that gives it back, so that a question
    would wait behind a whole backlog. Nor may questions keep comments from being judged: of two
    threads that both want it, each gets every second turn.
    """

    def __init__(self) -> None:
        self._next = Lock()
        self._held = Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        with self._next:
            # Whoever comes now waits for `_next`, and can only wait for `_held` after this one.
            self._held.acquire()
        try:
            yield
        finally:
            self._held.release()
