"""Which comment answers which, and in which order they are stored: parents first."""

from collections.abc import Callable, Collection

from discussion.imports.batching import batched
from discussion.imports.staging import Staging

# What is known of an earlier import is asked for so many at once.
BATCH = 1_000
Known = Callable[[Collection[str]], set[str]]


def order(staging: Staging, *, known: Known) -> None:
    """Give every comment its level and its place in time; what cannot be is told and mended.

    `known` tells which of some ids an earlier import stored. A comment whose parent is nowhere or
    under another article becomes a root; a circle is cut at its oldest comment.
    """
    _cut_orphans(staging, known)
    _cut_strays(staging)
    staging.rows.execute("UPDATE comments SET level = 0, told = at WHERE parent IS NULL")
    staging.rows.execute(
        "UPDATE comments SET level = 0, told = at WHERE parent IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM comments AS p WHERE p.id = comments.parent)"
    )
    deepest = _descend(staging, 0)
    while (seq := _unplaced(staging)) is not None:
        # At a level that nothing else has, so that the others are not looked at for every circle.
        top = deepest + 1
        _cut_circle(staging, seq, level=top)
        last = _descend(staging, top)
        deepest = max(deepest, last - top)
        staging.rows.execute("UPDATE comments SET level = level - ?1 WHERE level >= ?1", (top,))


def _cut_orphans(staging: Staging, known: Known) -> None:
    orphans = staging.each(
        "SELECT seq, parent FROM comments WHERE parent IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM comments AS p WHERE p.id = comments.parent) ORDER BY seq"
    )
    for batch in batched(orphans, BATCH):
        stored = known({parent for _, parent in batch})
        lost = [(seq,) for seq, parent in batch if parent not in stored]
        _make_roots(staging, lost, "orphan")


def _cut_strays(staging: Staging) -> None:
    strays = staging.each(
        "SELECT c.seq, '' FROM comments AS c JOIN comments AS p ON p.id = c.parent"
        " WHERE p.article <> c.article ORDER BY c.seq"
    )
    for batch in batched(strays, BATCH):
        _make_roots(staging, [(seq,) for seq, _ in batch], "parent-elsewhere")


def _make_roots(staging: Staging, seqs: list[tuple[int]], code: str) -> None:
    staging.rows.executemany(
        f"INSERT INTO problems (code, place, detail) SELECT '{code}', id, parent"  # noqa: S608  # ours
        " FROM comments WHERE seq = ?",
        seqs,
    )
    staging.rows.executemany("UPDATE comments SET parent = NULL WHERE seq = ?", seqs)


def _descend(staging: Staging, level: int) -> int:
    """Place what lies below the comments of the level; return that of the last reply."""
    while True:
        placed = staging.rows.execute(
            "UPDATE comments SET level = ?, told = max(at, (SELECT p.told FROM comments AS p"
            " WHERE p.id = comments.parent))"
            " WHERE level IS NULL AND parent IN (SELECT id FROM comments WHERE level = ?)",
            (level + 1, level),
        )
        if not placed.rowcount:
            return level
        level += 1


def _unplaced(staging: Staging) -> int | None:
    found = staging.rows.execute("SELECT seq FROM comments WHERE level IS NULL LIMIT 1").fetchone()
    return int(found[0]) if found else None


def _cut_circle(staging: Staging, seq: int, *, level: int) -> None:
    """Cut the circle that lies above the comment. One step and two steps at a time meet in it."""

    def above(seq: int) -> int:
        found = staging.rows.execute(
            "SELECT p.seq FROM comments AS c JOIN comments AS p ON p.id = c.parent WHERE c.seq = ?",
            (seq,),
        )
        return int(found.fetchone()[0])

    slow, fast = above(seq), above(above(seq))
    while slow != fast:
        slow, fast = above(slow), above(above(fast))
    oldest, at = slow, _at(staging, slow)
    walk = above(slow)
    while walk != slow:
        if (moment := _at(staging, walk)) < at:
            oldest, at = walk, moment
        walk = above(walk)
    _make_roots(staging, [(oldest,)], "cycle")
    staging.rows.execute("UPDATE comments SET level = ?, told = at WHERE seq = ?", (level, oldest))


def _at(staging: Staging, seq: int) -> tuple[int, int]:
    found = staging.rows.execute("SELECT at, seq FROM comments WHERE seq = ?", (seq,))
    at, number = found.fetchone()
    return int(at), int(number)
