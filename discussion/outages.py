"""Telling an outage of the database, after which one may try again, from a fault of our own."""

import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError

# SQLSTATE of "the database only reads", which psycopg counts among its internal errors.
READ_ONLY = "25006"
RETRY_AFTER_SECONDS = 5


def is_outage(error: BaseException | None) -> bool:
    """Whether the database was away, only reads, is full or gave up: its transaction was undone."""
    if isinstance(error, OperationalError | InterfaceError):
        return not _is_a_wrong_statement(error.__cause__)
    return (
        isinstance(error, DatabaseError) and getattr(error.__cause__, "sqlstate", None) == READ_ONLY
    )


def _is_a_wrong_statement(cause: BaseException | None) -> bool:
    """SQLite counts a missing table or column among what may pass by itself."""
    return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
