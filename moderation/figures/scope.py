"""Which rows the figures are about: one site, some days, one section or all."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import CharField, Count, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Left

from articles.models import Site
from discussion.models import Comment, Decision
from moderation.figures.period import Period

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class Scope:
    """An empty section is every section."""

    site: Site
    period: Period
    section: str = ""

    def comments(self) -> QuerySet[Comment]:
        """Comments that were posted in it."""
        return self.of(Comment.objects.all(), "article").filter(self.period.covers("created_at"))

    def decisions(self) -> QuerySet[Decision]:
        """Decisions that were made in it."""
        decisions = self.of(Decision.objects.all(), "comment__article")
        return decisions.filter(self.period.covers("created_at"))

    def of(self, rows: Rows, article: str) -> Rows:
        """Return the rows of the site and section; `article` leads from a row to its article."""
        rows = rows.filter(site=self.site)
        return rows.filter(**{f"{article}__section": self.section}) if self.section else rows


def day_of(moment: str) -> Combinable:
    """Return the day in UTC of a column of times, like `2026-11-23`.

    As the first ten characters of its text, which is in UTC in both databases: on SQLite Django's
    own TruncDate is a function in Python, called for every row.
    """
    return Left(Cast(moment, CharField()), 10)


def per_day(rows: QuerySet[Any], moment: str) -> dict[str, int]:
    """Return how many rows each day in UTC has, days without any left out: one query."""
    return dict(rows.order_by().values_list(day_of(moment)).annotate(Count("pk")))
