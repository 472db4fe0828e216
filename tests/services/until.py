"""Waiting for something real to happen, no longer than it takes."""

import time
from collections.abc import Callable
from threading import Event


def until(condition: Callable[[], object], *, seconds: float = 40, what: str = "") -> None:
    """Return as soon as the condition holds; fail when it does not within the seconds."""
    limit = time.monotonic() + seconds
    pause, wait = Event(), 0.05
    while not condition():
        assert time.monotonic() < limit, f"not within {seconds} s: {what or condition}"
        pause.wait(wait)
        # Who asks over HTTP for long would otherwise be told that they ask too often.
        wait = min(wait * 1.2, 0.5)
