"""A service that fails again and again is left alone for a while: comments do not wait for it."""

from discussion.breaker import Breaker


class Patience:
    """Over after some failures running, until a while has passed. One a process, by service."""

    def __init__(self, failures: int, seconds: float) -> None:
        self._most, self._seconds = failures, seconds
        self._failures: dict[str, int] = {}
        self._breakers: dict[str, Breaker] = {}

    def is_over(self, service: str) -> bool:
        return service in self._breakers and self._breakers[service].is_open

    def note_answer(self, service: str) -> None:
        self._failures.pop(service, None)

    def note_failure(self, service: str) -> None:
        """Count it. After a pause one more failure is enough for the next."""
        self._failures[service] = self._failures.get(service, 0) + 1
        if self._failures[service] >= self._most:
            self._breakers.setdefault(service, Breaker(self._seconds)).trip()
