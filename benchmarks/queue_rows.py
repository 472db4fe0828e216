"""A long queue, stored at once: rows as the flows leave them, without their history."""

import random
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Site
from benchmarks.texts import comments
from discussion.models import Author, Comment, Revision
from moderation.models import QueueLabel, ReviewItem
from moderation.queues.labels import labels_of
from moderation.queues.ranking import harm_of, rank_of, reach_of

BATCH = 2_000
AUTHORS = 200
ARTICLES = 40
SECTIONS = ("World", "Politics", "Sport", "Culture")
REASONS: tuple[list[str], ...] = (
    [],
    ["new-author"],
    ["not-scored"],
    ["flood"],
    ["unknown-language"],
)
# They entered over so many days.
DAYS = 3


def fill_queue(site: Site, size: int, *, seed: int) -> None:
    """Give the site so many open items, the same ones for the same seed."""
    drawn, texts = random.Random(seed), comments(BATCH, seed=seed)
    articles, authors = _articles(site, drawn), _authors(site)
    for start in range(0, size, BATCH):
        count = min(BATCH, size - start)
        with transaction.atomic():
            _store(site, [drawn.choice(articles) for _ in range(count)], authors, texts, drawn)
    if connection.vendor == "postgresql":
        # What autovacuum does a minute after so many new rows.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _store(
    site: Site,
    articles: Sequence[Article],
    authors: Sequence[Author],
    texts: Sequence[str],
    drawn: random.Random,
) -> None:
    held = Comment.objects.bulk_create(
        Comment(
            site=site, article=article, author=drawn.choice(authors), status=Comment.Status.HELD
        )
        for article in articles
    )
    revisions = Revision.objects.bulk_create(
        Revision(
            comment=comment,
            number=1,
            text=text,
            fragment=f"<p>{text}</p>",
            state=Revision.State.HELD,
        )
        for comment, text in zip(held, texts, strict=False)
    )
    items = ReviewItem.objects.bulk_create(_item(site, row, drawn) for row in revisions)
    QueueLabel.objects.bulk_create(
        QueueLabel(item=item, site=site, label=text, rank=item.rank)
        for item in items
        for text in labels_of(item, author_is_new=drawn.random() < 0.3, repeats=item.comment_id)
    )


def _item(site: Site, revision: Revision, drawn: random.Random) -> ReviewItem:
    clause = site.published_policy.clauses[drawn.randrange(2)]["id"]
    item = ReviewItem(
        site=site,
        comment=revision.comment,
        revision=revision,
        clauses=[clause],
        reasons=drawn.choice(REASONS),
        priority=drawn.uniform(0.5, 1),
        reach=reach_of(drawn.randrange(1_000), visible=False),
        opened_at=timezone.now() - timedelta(days=drawn.uniform(0, DAYS)),
    )
    item.rank = rank_of(harm_of(item.priority, 0), item.reach, item.opened_at)
    return item


def _articles(site: Site, drawn: random.Random) -> list[Article]:
    return Article.objects.bulk_create(
        Article(
            site=site,
            slug=f"queue-{number}",
            external_id=f"queue-{number}",
            title=f"Article {number} of the queue",
            section=drawn.choice(SECTIONS),
            tags=[f"tag {number % 7}"],
        )
        for number in range(ARTICLES)
    )


def _authors(site: Site) -> list[Author]:
    return Author.objects.bulk_create(
        Author(site=site, subject=f"queue {number}", display_name=f"Reader {number}")
        for number in range(AUTHORS)
    )
