"""One moment of the database, read for as long as it takes."""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """All reads within see the rows as they were at the first of them; nobody waits for it.

    PostgreSQL: a read-only transaction with a snapshot. SQLite: a transaction that begins without
    the write lock, unlike Django's own here, so that comments are posted meanwhile; the write-ahead
    log grows until it ends. Inside somebody's transaction it is that one's moment.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
