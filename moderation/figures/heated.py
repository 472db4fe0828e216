"""Which articles' discussions boiled over."""

from django.db.models import Count

from discussion.models import Decision
from moderation.figures.scope import Scope
from moderation.figures.table import Table

MOST = 10


def heated_table(scope: Scope) -> Table:
    """Return the articles with the most comments that the machine stopped: two queries."""
    stopped = (
        scope.decisions()
        .filter(supersedes=None, actor_kind=Decision.Actor.MACHINE)
        .exclude(outcome=Decision.Outcome.PUBLISH)
        .order_by()
        .values_list("comment__article", "comment__article__title")
        .annotate(stopped=Count("comment", distinct=True))
        .order_by("-stopped", "comment__article")[:MOST]
    )
    hottest = list(stopped)
    comments = scope.comments().filter(article__in=[pk for pk, *_ in hottest])
    posted = dict(comments.order_by().values_list("article").annotate(Count("pk")))
    return Table(
        name="articles",
        title="Most heated articles",
        says="Comments that the machine held or rejected, and all that were posted in these days.",
        columns=("Article", "Stopped", "Posted"),
        rows=tuple((title, count, posted.get(pk, 0)) for pk, title, count in hottest),
    )
