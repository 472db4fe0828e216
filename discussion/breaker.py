"""A service that has just failed is left alone for a while, so that one caller waits for it."""

import time


class Breaker:
    """Open after a failure, closed again after some seconds. One a process and a service."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._open_until

    def trip(self) -> None:
        self._open_until = time.monotonic() + self._seconds
