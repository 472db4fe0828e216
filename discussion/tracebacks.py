"""The traceback of a logged error, without the row that a database's error quotes."""

import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from django.db import Error
from structlog.typing import EventDict, ExcInfo, WrappedLogger


def with_traceback(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put the traceback, plain and without local variables, in place of the error in a log event.

    PostgreSQL adds the failing row (DETAIL), the place (CONTEXT) or the statement (LINE) to its
    message: a comment and an address. Only the first line is kept, in the traceback and wherever
    the event repeats the message.
    """
    error = _error(event.pop("exc_info", None))
    if error is None:
        return event
    event["exception"] = "".join(traceback.format_exception(error)).rstrip("\n")
    quoting = [each for each in _chain(error) if _quotes(each)]
    return {key: _shortened(value, quoting) for key, value in event.items()}


def _error(exc_info: ExcInfo | BaseException | bool | None) -> BaseException | None:
    """Return the error of what logging takes as `exc_info`: a tuple, an error or a true value."""
    if isinstance(exc_info, BaseException):
        return exc_info
    found = exc_info if isinstance(exc_info, tuple) else sys.exc_info()
    return found[1] if exc_info else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and all that a traceback prints with it, each once."""
    waiting, seen = [error], set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        parts = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        waiting += [other for other in (each.__cause__, each.__context__, *parts) if other]


def _quotes(error: BaseException) -> bool:
    # Django's own, and the driver's below it.
    return "\n" in str(error) and (isinstance(error, Error) or hasattr(error, "sqlstate"))


def _shortened(value: Any, quoting: list[BaseException]) -> Any:
    if not isinstance(value, str):
        return value
    for error in quoting:
        whole = str(error)
        first = whole.partition("\n")[0]
        # Inside a group of errors each line is set off; in an error's repr (Celery's line about a
        # task that failed) it is one line.
        printed = "\n[ |]*".join(map(re.escape, whole.split("\n")))
        value = re.sub(printed, first.replace("\\", r"\\"), value)
        value = value.replace(repr(whole)[1:-1], first)
    return value
