"""The steps that an older database takes, one by one; a new one takes them all at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

POSTGRESQL = """
    SELECT table_name, column_name || ' ' || data_type || ' ' || is_nullable || ' '
        || COALESCE(character_maximum_length::text, '') || ' ' || COALESCE(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal
"""
SQLITE = "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """Be in a database without a table, gone afterwards; on SQLite its file is in the folder."""
    settled = connection.settings_dict["NAME"]
    on_server = connection.vendor == "postgresql"
    name = f"{settled}_steps" if on_server else str(folder / "steps.sqlite3")
    if on_server:
        _on_server(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settled
        if on_server:
            _on_server(f"DROP DATABASE {name}")


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


class Steps(MigrationLoader):
    """Knows the steps alone, not what does them at once."""

    def load_disk(self):
        super().load_disk()
        for key, migration in list(self.disk_migrations.items()):
            if migration.replaces:
                del self.disk_migrations[key]


def go_to(*targets):
    """Take the steps, or take them back, until the targets; return the models as they are there."""
    executor = MigrationExecutor(connection)
    executor.loader = Steps(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


def go_to_newest():
    """Take every step that is left."""
    go_to(*Steps(connection).graph.leaf_nodes())


def shape():
    """Return what the database says of each table, in no order: columns, constraints, indexes."""
    sql = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    return sorted((table, sorted(parts(words))) for table, words in rows)


def parts(words):
    """Return what stands between the outer brackets and commas of a definition."""
    depth, found = 0, [""]
    for sign in words:
        outer = (sign, depth) in {("(", 0), (",", 1), (")", 1)}
        depth += (sign == "(") - (sign == ")")
        if outer:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found]
