"""Primary keys taken before their rows are stored: a comment's path holds its own key."""

from collections.abc import Iterator

from django.db import connection, models


def reserved(model: type[models.Model], count: int) -> Iterator[int]:
    """Return so many keys that no other row will get, in rising order, within a transaction.

    On SQLite the transaction holds the only write lock, so that the next keys stay free until its
    rows are stored; on PostgreSQL they come from the table's own sequence.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return iter(sorted(key for (key,) in cursor.fetchall()))
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return iter(range(first, first + count))
