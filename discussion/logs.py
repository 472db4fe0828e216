"""Logs on stderr, one event a line, with the request's id: never a text, a token or an address."""

from typing import Any

import structlog

# Celery reports each message twice at INFO; a sweep every ten seconds would drown the rest.
QUIET = ("celery.worker.strategy", "celery.app.trace", "celery.beat")


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
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": shape}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            **{name: {"level": "WARNING"} for name in QUIET},
            # Django's own handlers would print the same record a second time, not as JSON.
            "django": {"handlers": [], "propagate": True},
        },
    }


def _last_steps(shape: str) -> list[Any]:
    if shape == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # The stock renderer prints the local variables of each frame: comments and tokens among them.
    traceback = structlog.dev.plain_traceback
    return [
        structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=traceback)
    ]
