"""The death of a process between any two of its statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# What takes back, or ends, what the dead process had begun is the database's to do.
BY_THE_DATABASE = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class Killed(BaseException):
    """kill -9: nothing in the process can catch it, and nothing of its transaction stays."""


@contextmanager
def dying(after: int | None) -> Iterator[None]:
    """Kill whoever sends more than so many statements within; None lets them live.

    The dead send nothing more, whatever they had meant to do at their end.
    """
    sent = 0

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal sent
        if not sql.startswith(BY_THE_DATABASE):
            if after is not None and sent >= after:
                raise Killed
            sent += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield
