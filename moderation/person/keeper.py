"""What moderation keeps of a person (discussion.person.keepers.Keeper)."""

from collections.abc import Iterator

from discussion.models import Author, Comment
from discussion.person.keepers import Record
from moderation.evidence.legal_hold import on_legal_hold
from moderation.person import forgotten, told
from moderation.sanctions.in_force import running, settle


class ModerationKeeper:
    def told(self, author: Author) -> Iterator[Record]:
        return told.told_of(author)

    def stays(self, comment: Comment) -> bool:
        return on_legal_hold(comment)

    def author_stays(self, author: Author) -> bool:
        """What they said against somebody else is part of a case."""
        return forgotten.cases_with(author).filter(lifted_at=None).exists()

    def forget_comment(self, comment: Comment) -> None:
        forgotten.forget_comment(comment)

    def forget_author(self, author: Author) -> None:
        forgotten.forget_author(author)

    def came_back(self, before: Author, now: Author) -> None:
        """The sanctions that are in force go with the person, and can be lifted there; the comments
        that gave rise to them stay nobody's."""
        running(before).update(author=now, comment=None)
        settle(before)
        settle(now)


keeper = ModerationKeeper()
