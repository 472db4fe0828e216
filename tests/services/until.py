"""Waiting for something real to happen, no longer than it takes."""

import time
from collections.abc import Callable
from threading import Event


def until(condition: Callable[[], object], *, seconds: float = 40, what: str = "") -> None:
    """Return as soon as the condition holds; fail when it does not within the seconds."""
    limit = time.monotonic() + seconds
    pause = Event()
    while not condition():
        assert time.monotonic() < limit, f"not within {seconds} s: {what or condition}"
        pause.wait(0.05)
