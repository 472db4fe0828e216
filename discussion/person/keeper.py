"""What `discussion` itself keeps of a person (discussion.person.keepers.Keeper)."""

from collections.abc import Iterator

from discussion.models import Author, Comment
from discussion.person import forgotten, told
from discussion.person.keepers import Record


class DiscussionKeeper:
    def told(self, author: Author) -> Iterator[Record]:
        return told.told_of(author)

    def stays(self, comment: Comment) -> bool:
        return False

    def author_stays(self, author: Author) -> bool:
        return False

    def forget_comment(self, comment: Comment) -> None:
        forgotten.forget_comment(comment)

    def forget_author(self, author: Author) -> None:
        forgotten.forget_author(author)

    def came_back(self, before: Author, now: Author) -> None:
        """Nothing beside what stands on the author's own row."""


keeper = DiscussionKeeper()
