"""Empties the tables after a test whose rows were committed, at the price of those that have rows.

Django's own way truncates every table on PostgreSQL, which takes new files for each of them and
their indexes, and then makes the rows of its content types and permissions once more.
"""

from django.core.management.color import no_style
from django.db import connection

# What a migrated, empty database has in it.
KEPT = ("auth_permission", "django_content_type", "django_migrations")
# As a replica the session heeds no guard of the ledger, and asks for no parent of what goes.
POSTGRESQL = """
    DO $$
    DECLARE name text; has_rows boolean;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename NOT IN ({kept})
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO has_rows;
            IF has_rows THEN EXECUTE format('DELETE FROM %I', name); END IF;
        END LOOP;
    END $$
"""


def empty_tables() -> None:
    """Leave the database as it was after its migrations; sequences go on from where they are."""
    if connection.vendor == "postgresql":
        kept = ", ".join(f"'{name}'" for name in KEPT)
        with connection.cursor() as cursor:
            cursor.execute(POSTGRESQL.format(kept=kept))
        return
    names = set(connection.introspection.django_table_names(only_existing=True)) - {*KEPT}
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(names)))
