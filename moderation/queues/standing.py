"""What stands about a comment at this moment, as far as its place in the queue depends on it."""

from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Subquery, Sum

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


def standing_of(comment: Comment) -> Standing:
    """Read it: one query, each of its parts a short index range."""
    reports = Report.objects.filter(comment=comment, settled_at=None).order_by().values("comment")
    status, conversations, published, told, weight, repeats = Comment.objects.values_list(
        F("status"),
        CappedCount(_conversations(comment)),
        CappedCount(_published_by_its_author(comment)),
        Subquery(reports.annotate(told=Count("pk")).values("told")),
        Subquery(reports.annotate(weight=Sum("weight")).values("weight")),
        Subquery(TextRepeat.objects.filter(comment=comment).values("of")),
    ).get(pk=comment.pk)
    return Standing(
        visible=status == Comment.Status.PUBLISHED,
        conversations=conversations,
        author_is_new=published < KNOWN_FROM,
        reports=told or 0,
        report_weight=weight or 0.0,
        repeats=repeats or comment.pk,
    )


def _conversations(comment: Comment) -> QuerySet[Comment, int]:
    roots = Comment.objects.filter(article=comment.article_id, parent=None, listed=True)
    return roots.order_by().values_list("pk", flat=True)[:MOST_CONVERSATIONS]


def _published_by_its_author(comment: Comment) -> QuerySet[Comment, int]:
    published = Comment.objects.filter(author=comment.author_id, status=Comment.Status.PUBLISHED)
    return published.order_by().values_list("pk", flat=True)[:KNOWN_FROM]
