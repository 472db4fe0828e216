"""The newest published comments of an article or of a whole site: one range of an index."""

from typing import Any

from django.db.models import QuerySet

from discussion.models import Comment

MOST = 50
# Neither the article's paragraphs nor the texts as they were written.
_COLUMNS = (
    "public_id",
    "published_at",
    "edited_at",
    "author__display_name",
    "public_revision__fragment",
    "parent__public_id",
    "article__public_id",
    "article__title",
    "article__site__slug",
)


def newest_comments(**of: Any) -> list[Comment]:
    """Return at most MOST, newest first; `of` is `article=` or `site=`."""
    comments: QuerySet[Comment] = Comment.objects.filter(status=Comment.Status.PUBLISHED, **of)
    along = comments.select_related("author", "public_revision", "parent", "article__site")
    return list(along.only(*_COLUMNS).order_by("-published_at", "-pk")[:MOST])
