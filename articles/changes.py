"""What a transaction changed in articles: versions, change sequences and outbox rows, written last.

Every writer of public things collects its changes here. They are written at the end of the
transaction in the order of article ids, so that two writers of several articles never wait for each
other in a circle.
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.expressions import Combinable

from articles.models import Article, OutboxEvent

_figures: dict[str, Combinable] = {}


def keep_figures(figures: Mapping[str, Combinable]) -> None:
    """Say what an article's row keeps of its discussion: a query by column of Article.

    The app that has the comments says it. The queries run with each public change of the article,
    in the one UPDATE of its row.
    """
    _figures.update(figures)


@dataclass(frozen=True, slots=True)
class Change:
    """One event of one article; `public` when its page looks different afterwards."""

    kind: str
    payload: dict[str, Any]
    public: bool


@dataclass(slots=True)
class ArticleChanges:
    """The changes of one transaction, by article."""

    site_of: dict[int, int] = field(default_factory=dict)
    by_article: dict[int, list[Change]] = field(default_factory=dict)

    def add(self, article_id: int, site_id: int, change: Change) -> None:
        """Note a change; nothing is written yet."""
        self.site_of[article_id] = site_id
        self.by_article.setdefault(article_id, []).append(change)

    def merge(self, other: "ArticleChanges") -> None:
        """Take over what the other noted."""
        for article_id, changes in other.by_article.items():
            for change in changes:
                self.add(article_id, other.site_of[article_id], change)

    def write(self) -> None:
        """Move each article's version and sequence, and write their outbox rows."""
        before = self._locked()
        for article_id in sorted(self.by_article):
            changes = self.by_article[article_id]
            public = any(change.public for change in changes)
            Article.objects.filter(pk=article_id).update(
                version=F("version") + int(public),
                change_seq=F("change_seq") + len(changes),
                **(_figures if public else {}),
            )
        self._write_outbox(before)

    def _locked(self) -> dict[int, int]:
        """Lock the articles, and return the sequence of each.

        A statement of its own before the figures are counted: an UPDATE that waits for another
        writer counts, once it goes on, as of the moment when it began to wait.
        """
        rows = Article.objects.filter(pk__in=self.by_article).order_by("pk")
        return dict(rows.select_for_update(no_key=True).values_list("pk", "change_seq"))

    def _write_outbox(self, before: Mapping[int, int]) -> None:
        OutboxEvent.objects.bulk_create(
            OutboxEvent(
                site_id=self.site_of[article_id],
                article_id=article_id,
                sequence=before[article_id] + place,
                kind=change.kind,
                payload=change.payload,
                public=change.public,
            )
            for article_id, changes in sorted(self.by_article.items())
            for place, change in enumerate(changes, start=1)
        )


@contextlib.contextmanager
def article_changes() -> Iterator[ArticleChanges]:
    """Open a transaction; what is added to the yielded object is written as its last statements."""
    with transaction.atomic():
        changes = ArticleChanges()
        yield changes
        if changes.by_article:
            changes.write()
