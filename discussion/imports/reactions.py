"""What readers gave to a comment elsewhere: theirs here too, where each of them is known."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from articles.models import Site
from discussion.figures import LIKE
from discussion.imports.rows import Row
from discussion.imports.times import moment_of
from discussion.models import Comment, Reaction


@dataclass(frozen=True, slots=True)
class Given:
    """Reactions that become rows, and what stays as it was told: figures, and readers that nobody
    knows here.
    """

    rows: list[Reaction]
    untaken: Any


def reacting(row: Row) -> Iterator[str]:
    """Yield the ids of the authors, as the source has them, who reacted to the comment."""
    told = row.told.get("reactions")
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and isinstance(one.get("author"), str):
            yield one["author"]


def given_to(comment: Comment, row: Row, site: Site, readers: Mapping[str, int]) -> Given:
    """Return what was given to the comment; `readers` are authors here by their ids there.

    The rules of this house hold: one reader gives each reaction once, of those that the site has,
    and none to themselves.
    """
    told = row.told.get("reactions") or []
    if not isinstance(told, list):
        return Given([], told)
    rows: dict[tuple[int, str], Reaction] = {}
    untaken = []
    for one in told:
        reaction = _reaction(comment, one, site, readers)
        if reaction is None or (reaction.author_id, reaction.name) in rows:
            untaken.append(one)
        else:
            rows[reaction.author_id, reaction.name] = reaction
    return Given(list(rows.values()), untaken)


def count_in(comment: Comment, rows: list[Reaction]) -> None:
    """Write on the unsaved comment how many there are, as a recount would."""
    comment.reaction_counts = dict(sorted(Counter(row.name for row in rows).items()))
    comment.like_count = comment.reaction_counts.get(LIKE, 0)


def _reaction(
    comment: Comment, told: Any, site: Site, readers: Mapping[str, int]
) -> Reaction | None:
    if not isinstance(told, dict):
        return None
    author, name = told.get("author"), str(told.get("kind"))
    reader = readers.get(author) if isinstance(author, str) else None
    if reader is None or reader == comment.author_id or name not in site.reactions:
        return None
    at = moment_of(told.get("created_at")) or comment.created_at
    return Reaction(comment=comment, author_id=reader, name=name, created_at=at)
