"""What an author did at a site before, and what was imposed for it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from articles.models import PolicyVersion
from discussion.models import Author, Comment
from moderation.models import Sanction
from moderation.why import why

SANCTIONS = 5


@dataclass(frozen=True, slots=True)
class Record:
    """`by_clause` counts rejections by the clause's title, the most frequent first."""

    published: int
    held: int
    rejected: int
    by_clause: tuple[tuple[str, int], ...]
    sanctions: tuple[Sanction, ...]


def record_of(author: Author, policy: PolicyVersion) -> Record:
    """Return the author's record at the site: three queries, counted by the database."""
    comments = Comment.objects.filter(author=author)
    counts = dict(comments.values_list("status").annotate(Count("pk")).order_by())
    sanctions = Sanction.objects.filter(author=author).select_related("imposed_by")
    return Record(
        published=counts.get(Comment.Status.PUBLISHED, 0),
        held=counts.get(Comment.Status.HELD, 0),
        rejected=counts.get(Comment.Status.REJECTED, 0),
        by_clause=_rejected_by_clause(author, policy),
        sanctions=tuple(sanctions.order_by("-pk")[:SANCTIONS]),
    )


def _rejected_by_clause(author: Author, policy: PolicyVersion) -> tuple[tuple[str, int], ...]:
    rejected = Comment.objects.filter(author=author, status=Comment.Status.REJECTED)
    by_list = rejected.values_list("decision__clauses").annotate(Count("pk")).order_by()
    counted: Counter[str] = Counter()
    for clauses, number in by_list:
        for clause in why(clauses, (), policy).clauses:
            counted[clause.title] += number
    return tuple(counted.most_common())
