"""What lies on the disk: bytes of tables with their indexes, by what they are for."""

from collections.abc import Mapping

from django.db import connection

# By the beginning of a table's name; the first that fits counts.
GROUPS = {
    "discussion_comment": "comments",
    "discussion_revision": "texts",
    "discussion_decision": "decisions",
    "discussion_statement": "statements of reasons",
    "moderation_signal": "signals",
    "moderation_screening": "screenings",
    "moderation_textfingerprint": "fingerprints",
    "moderation_textrepeat": "fingerprints",
    "articles_auditevent": "audit",
    "articles_outboxevent": "outbox",
    "discussion_idempotencyrecord": "idempotency keys",
    "moderation_": "the desk",
}
REST = "everything else"
_POSTGRESQL = """
    SELECT relname, pg_total_relation_size(oid) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
_SQLITE = """
    SELECT tbl_name, SUM(pgsize) FROM dbstat JOIN sqlite_master USING (name) GROUP BY tbl_name
"""


def bytes_by_group() -> dict[str, int]:
    """Return the size of all tables, their indexes with them."""
    sizes = dict.fromkeys([*GROUPS.values(), REST], 0)
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)
        for table, size in cursor.fetchall():
            sizes[_group(table)] += size
    return sizes


def grown(before: Mapping[str, int], after: Mapping[str, int], comments: int) -> dict[str, float]:
    """Return bytes a comment of what grew."""
    return {
        name: (after[name] - before[name]) / comments
        for name in after
        if after[name] > before[name]
    }


def _group(table: str) -> str:
    return next((name for start, name in GROUPS.items() if table.startswith(start)), REST)
