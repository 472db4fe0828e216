"""Logs on stderr, one event a line, with the request's id: never a text, a token or an address."""

from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from discussion.tracebacks import with_traceback

# Celery reports each message twice at INFO; a sweep every ten seconds would drown the rest.
QUIET = ("celery.worker.strategy", "celery.app.trace", "celery.beat")
OURS = frozenset({"articles", "discussion", "moderation"})
_add_extras = structlog.stdlib.ExtraAdder()


def configuration(level: str, shape: str) -> dict[str, Any]:
    """Return Django's LOGGING: every record of any library as a JSON object, or as text to read.

    `shape` is "json" or "text".
    """
    as_json = shape == "json"
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso" if as_json else "%H:%M:%S", utc=as_json),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            shape: {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_last_steps(shape),
                ],
                "foreign_pre_chain": [*shared, _add_our_extras],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": shape}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            **{name: {"level": "WARNING"} for name in QUIET},
            # Django's own handlers would print the same record a second time, not as JSON.
            "django": {"handlers": [], "propagate": True},
            # Each request has one line of ours, with its status. Django's own about a refusal has
            # the path and a traceback: anybody could fill the log.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }


def _add_our_extras(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Take over what our own lines say with `extra=`. Others' would add what no line may have:
    Django's the request with its path, its database's log the values of a statement."""
    if event["_record"].name.partition(".")[0] in OURS:
        return dict(_add_extras(logger, method, event))
    return event


def _last_steps(shape: str) -> list[Any]:
    if shape == "json":
        return [with_traceback, structlog.processors.JSONRenderer()]
    return [
        with_traceback,
        structlog.dev.ConsoleRenderer(
            colors=False,
            pad_event_to=0,
            # The stock one prints the local variables of each frame: comments and tokens.
            exception_formatter=structlog.dev.plain_traceback,
        ),
    ]
