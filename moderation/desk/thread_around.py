"""What stands around a comment in its thread, cut to what a moderator needs of it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from discussion.models import Comment

NEIGHBOURS = 4
EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Voice:
    """A comment near the case; `gone` when it is not on the page."""

    comment: Comment
    text: str
    gone: bool


def above(comment: Comment) -> list[Voice]:
    """Return the ancestors from the root down: their ids stand in the path."""
    path = bytes(comment.path)
    pks = [int.from_bytes(path[at : at + 8], "big") for at in range(0, len(path) - 8, 8)]
    return _voices(Comment.objects.filter(pk__in=pks).order_by("depth")) if pks else []


def beside(comment: Comment) -> list[Voice]:
    """Return the latest public answers to the same comment, or to the same article."""
    neighbours = Comment.objects.filter(
        article_id=comment.article_id, parent_id=comment.parent_id, status="published"
    ).exclude(pk=comment.pk)
    return _voices(neighbours.order_by("-id")[:NEIGHBOURS])


def _voices(comments: QuerySet[Comment]) -> list[Voice]:
    return [
        Voice(
            comment=row,
            text=_excerpt(row.public_revision.text) if row.public_revision else "",
            gone=row.public_revision is None,
        )
        for row in comments.select_related("author", "public_revision")
    ]


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
