"""Many rows, each with values of its own, changed by one statement that is sent at once."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def update_rows(
    rows: Sequence[models.Model], fields: Sequence[str], *, seen: Sequence[Sequence[object]]
) -> int:
    """Store the named fields of each row, and return how many rows were changed.

    A row is changed only where its columns still have the values that were `seen` of it, one for
    each of `fields`' leading ones: compare-and-set, as in `filter(version=seen).update(...)`. For
    rows of one model that the caller has locked.
    """
    if not rows:
        return 0
    meta = rows[0]._meta
    by_name = {field.name: field for field in meta.concrete_fields}
    columns = [by_name[name] for name in fields]
    compared = columns[: len(seen[0])]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(_column(field))} = %s" for field in columns)
    where = " AND ".join(f"{quote(_column(field))} = %s" for field in [meta.pk, *compared])
    values = [
        [
            *(_prepared(field, field.value_from_object(row)) for field in columns),
            row.pk,
            *(_prepared(field, value) for field, value in zip(compared, before, strict=True)),
        ]
        for row, before in zip(rows, seen, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {where}", values)  # noqa: S608  # names of our own columns
        return int(cursor.rowcount)


def _column(field: "models.Field[Any, Any]") -> str:
    assert field.column is not None
    return field.column


def _prepared(field: "models.Field[Any, Any]", value: object) -> object:
    return field.get_db_prep_save(value, connection)
