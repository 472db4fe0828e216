"""What stands about a comment at this moment, as far as its place in the queue depends on it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum

from discussion.models import Comment
from moderation.models import Report, TextRepeat
from moderation.queues.capped import CappedCount
from moderation.queues.labels import KNOWN_FROM
from moderation.queues.ranking import MOST_CONVERSATIONS


@dataclass(frozen=True, slots=True)
class Standing:
    """`conversations` are the article's, counted no further than the ranking needs; `repeats` is
    the comment whose text this one has, most often its own.
    """

    visible: bool
    conversations: int
    author_is_new: bool
    reports: int
    report_weight: float
    repeats: int


def standings_of(comments: Collection[Comment]) -> dict[int, Standing]:
    """Read it, by the comments' ids: one query, each of its parts a short index range."""
    unsettled = Report.objects.filter(comment=OuterRef("pk"), settled_at=None)
    reports = unsettled.order_by().values("comment")
    rows = Comment.objects.filter(pk__in=[comment.pk for comment in comments]).values_list(
        "pk",
        F("status"),
        CappedCount(_conversations()),
        CappedCount(_published_by_its_author()),
        Subquery(reports.annotate(told=Count("pk")).values("told")),
        Subquery(reports.annotate(weight=Sum("weight")).values("weight")),
        Subquery(TextRepeat.objects.filter(comment=OuterRef("pk")).values("of")),
    )
    return {
        pk: Standing(
            visible=status == Comment.Status.PUBLISHED,
            conversations=conversations,
            author_is_new=published < KNOWN_FROM,
            reports=told or 0,
            report_weight=weight or 0.0,
            repeats=repeats or pk,
        )
        for pk, status, conversations, published, told, weight, repeats in rows
    }


def _conversations() -> QuerySet[Comment, int]:
    roots = Comment.objects.filter(article=OuterRef("article"), parent=None, listed=True)
    return roots.order_by().values_list("pk", flat=True)[:MOST_CONVERSATIONS]


def _published_by_its_author() -> QuerySet[Comment, int]:
    published = Comment.objects.filter(author=OuterRef("author"), status=Comment.Status.PUBLISHED)
    return published.order_by().values_list("pk", flat=True)[:KNOWN_FROM]
