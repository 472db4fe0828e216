"""What is counted of comments and kept with them: by query, in the transaction that changes what is
counted, never added to.
"""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from discussion.models import Comment, Reaction

LIKE = "like"


def published_in_article() -> Coalesce:
    """Return the query of how many comments of an article can be read; one range of an index."""
    return _how_many(Comment.objects.filter(article=OuterRef("pk"), status="published"), "article")


def recount_replies(*parent_ids: int) -> None:
    """Count the replies that can be read to comments whose rows are locked."""
    below = Comment.objects.filter(parent=OuterRef("pk"), listed=True, status="published")
    Comment.objects.filter(pk__in=parent_ids).update(reply_count=_how_many(below, "parent"))


def recount_reactions(comment: Comment) -> None:
    """Count the reactions to a comment whose row is locked; its page is told later, with those of
    the same moment (flows/tell_reactions.py).
    """
    given = Reaction.objects.filter(comment=comment).values_list("name")
    comment.reaction_counts = dict(given.annotate(Count("pk")).order_by("name"))
    comment.like_count = comment.reaction_counts.get(LIKE, 0)
    comment.reactions_told = False
    comment.save(update_fields=["reaction_counts", "like_count", "reactions_told"])


def _how_many(rows: QuerySet[Comment], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
