"""The seam to all who keep something of a person, named in the settings.

A table that can hold a person's words, name or address belongs to one of them; a test asks every
column of every model (tests/discussion/person/test_nothing_is_left.py).
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from discussion.models import Author, Comment

Record = dict[str, Any]


class Keeper(Protocol):
    """Whoever forgets does so in the caller's transaction, and may be asked twice."""

    def told(self, author: Author) -> Iterator[Record]:
        """Yield what is the person's own, in bounded memory; `record` names the kind of each.

        Nothing of others: not the comment that was answered, nor who decided.
        """

    def stays(self, comment: Comment) -> bool:
        """Whether the comment's rows have to stay for now, although its author wants them gone."""

    def author_stays(self, author: Author) -> bool:
        """Whether something else that the person said has to stay for now."""

    def forget_comment(self, comment: Comment) -> None:
        """Erase what anybody said in or about the comment. Its row is locked, its status set."""

    def forget_author(self, author: Author) -> None:
        """Erase what else the person said, and what was said about them. The row is locked."""

    def came_back(self, before: Author, now: Author) -> None:
        """Move what still restricts a forgotten author to the row that they have now."""


@cache
def keepers() -> tuple[Keeper, ...]:
    """Return all that the settings name; a system check has tried them at start."""
    return tuple(cast(Keeper, import_string(name)) for name in settings.PERSON_KEEPERS)
