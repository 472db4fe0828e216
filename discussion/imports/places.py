"""Where an imported comment stands in its thread: worked out of the path of what it answers."""

from dataclasses import dataclass

from discussion.models.comment import MAX_DEPTH
from discussion.paths import WIDTH, ids_in, path_below


@dataclass(frozen=True, slots=True)
class Place:
    """A comment's own key, and its thread as its columns have it."""

    pk: int
    article_id: int
    path: bytes

    @property
    def depth(self) -> int:
        return len(self.path) // WIDTH - 1

    @property
    def parent_pk(self) -> int | None:
        return ids_in(self.path)[-2] if self.depth else None

    @property
    def root_pk(self) -> int | None:
        return ids_in(self.path)[0] if self.depth else None


def place_below(above: Place | None, *, pk: int, article_id: int) -> Place:
    """Return the place of a comment below another; below the deepest level, beside it.

    What stands under another article is answered by nobody here: the comment is a root.
    """
    if above is None or above.article_id != article_id:
        return Place(pk, article_id, path_below(b"", pk))
    path = above.path[:-WIDTH] if above.depth == MAX_DEPTH else above.path
    return Place(pk, article_id, path_below(path, pk))
