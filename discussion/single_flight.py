"""What many ask for at the same moment is made once."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Of one process. Who comes while a thing is being made waits, and gets the same, also when it
    is an exception; who has waited for `seconds` makes it alone.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._under_way: dict[str, Future[T]] = {}

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what `make` makes, here or where it is being made; the key has to determine it."""
        with self._lock:
            waited_for = self._under_way.get(key)
            if waited_for is None:
                ours = self._under_way[key] = Future[T]()
        if waited_for is not None:
            try:
                return waited_for.result(self._seconds)
            except TimeoutError:
                return make()
        try:
            made = make()
        except BaseException as error:
            ours.set_exception(error)
            raise
        else:
            ours.set_result(made)
            return made
        finally:
            with self._lock:
                del self._under_way[key]
