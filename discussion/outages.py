"""Telling an outage of the database, after which one may try again, from a fault of our own."""

from django.db import DatabaseError, InterfaceError, OperationalError

# SQLSTATE of "the database only reads", which psycopg counts among its internal errors.
READ_ONLY = "25006"
RETRY_AFTER_SECONDS = 5


def is_outage(error: BaseException | None) -> bool:
    """Whether the database was away, only reads, is full or gave up: its transaction was undone."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return (
        isinstance(error, DatabaseError) and getattr(error.__cause__, "sqlstate", None) == READ_ONLY
    )
