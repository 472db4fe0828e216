"""Threads to read and whole sites of them: stored at once, as if each comment had been posted,
judged and, where it was held, ruled on.
"""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter

from django.db import connection, transaction
from django.utils import timezone

from articles.audit import event_after
from articles.ids import new_public_id
from articles.models import Article, AuditEvent, OutboxEvent, Site
from benchmarks.seeded.endings import Endings, Life
from benchmarks.seeded.rows import Draft, Rows, Writer
from benchmarks.seeded.shape import Shape, answered_in, shapes_of
from benchmarks.seeded.store import change, made, store
from benchmarks.texts import comments
from discussion.body import clean_body
from discussion.imports.keys import reserved
from discussion.imports.places import Place, place_below
from discussion.models import Author, Comment, Decision, Reaction, Revision, User
from discussion.rendering import render

# Different texts; the salted hash of each comment differs all the same.
TEXTS = 2_000
COMMENTS_AN_AUTHOR = 25
FEWEST_AUTHORS = 40
# What becomes of comments, in thousandths.
LIVES = {Life.HELD: 20, Life.REJECTED: 20, Life.WITHDRAWN: 20, Life.PUBLISHED: 940}
LIKED_SHARE, MOST_LIKES = 0.2, 5
# They were written over so long, up to now.
PERIOD = timedelta(days=365)
BATCH = 4_000
FIRST_BATCH = 100
SECTIONS = ("World", "Politics", "Sport", "Culture")


def seed_thread(article: Article, size: int, *, seed: int, deep: bool = False) -> None:
    """Fill an article without comments with so many public ones, the same ones for the same
    seed."""
    article.refresh_from_db()
    crowd = Crowd(article.site, size, random.Random(seed))
    crowd.fill(article, Shape(size, deep), starts=timezone.now() - timedelta(days=1), alive=True)
    crowd.store([article])


def seed_site(site: Site, total: int, *, seed: int) -> None:
    """Give the site so many comments under articles of their own, with all that belongs to
    them."""
    drawn = random.Random(seed)
    crowd, shapes = Crowd(site, total, drawn), shapes_of(total, drawn)
    articles, starts = _articles(site, len(shapes), seed), timezone.now() - PERIOD
    waiting: list[Article] = []
    stored, analysed = 0, 0
    for number, (article, shape) in enumerate(zip(articles, shapes, strict=True)):
        crowd.fill(article, shape, starts=starts + PERIOD * number / len(shapes))
        waiting.append(article)
        # Elsewhere than on PostgreSQL, keys are free for others until their rows are stored.
        batch = BATCH if connection.vendor == "postgresql" else 1
        if len(crowd.rows.comments) >= min(batch, stored + FIRST_BATCH):
            stored += len(crowd.rows.comments)
            crowd.store(waiting)
            waiting = []
            # What autovacuum does in life. Without it the triggers keep the plans that were good
            # for empty tables, and read each table whole for each row.
            if stored > 2 * analysed:
                analyse()
                analysed = stored
    crowd.store(waiting)
    analyse()


def analyse() -> None:
    """Let the planner know what the tables hold by now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def settle() -> None:
    """Clean up after so many rows, as autovacuum does within minutes."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


class Crowd:
    """The authors of a site, and the rows of what they write."""

    def __init__(self, site: Site, total: int, drawn: random.Random) -> None:
        self.drawn, self.rows = drawn, Rows()
        self.authors = _authors(site, max(FEWEST_AUTHORS, total // COMMENTS_AN_AUTHOR))
        moderator, _ = User.objects.get_or_create(username="seeding-moderator")
        self.endings = Endings(site, moderator, drawn)

    def fill(
        self, article: Article, shape: Shape, *, starts: datetime, alive: bool = False
    ) -> None:
        """Build the rows of a thread; with `alive` every comment of it is public."""
        lives = [Life.PUBLISHED if alive else self._life() for _ in range(shape.size)]
        answered = list(answered_in(shape, self.drawn))
        # Nobody answers what was never seen.
        unseen = {Life.HELD, Life.REJECTED}
        answered = [None if of is None or lives[of] in unseen else of for of in answered]
        drafts = self._drafts(article, lives, answered, starts)
        places = {draft.place.pk: draft for draft in drafts}
        counts = {pk: Counter(published=0, listed=0) for pk in places}
        # The youngest first: a gone comment has a place while something below it has one.
        for draft in reversed(drafts):
            published = draft.life == Life.PUBLISHED
            if (parent := draft.place.parent_pk) is not None:
                counts[parent]["published"] += int(published)
                counts[parent]["listed"] += int(published or counts[draft.place.pk]["listed"] > 0)
        writer = Writer(self.rows, article, self.endings, self.drawn)
        for draft in drafts:
            writer.add(draft, counts[draft.place.pk])
            if draft.life == Life.PUBLISHED and self.drawn.random() < LIKED_SHARE:
                self._like(self.rows.comments[-1], draft.at)
        article.comment_count = lives.count(Life.PUBLISHED)

    def store(self, articles: Sequence[Article]) -> None:
        """Store what was built, and what the articles' rows say of their threads."""
        self.rows.stored()
        names = ("version", "change_seq", "comment_count")
        change(Article, names, [attrgetter(*names, "pk")(article) for article in articles])
        self.rows = Rows()

    def _life(self) -> Life:
        return self.drawn.choices(list(LIVES), list(LIVES.values()))[0]

    def _drafts(
        self,
        article: Article,
        lives: Sequence[Life],
        answered: Sequence[int | None],
        starts: datetime,
    ) -> list[Draft]:
        with transaction.atomic():
            keys = reserved(Comment, len(lives))
            revisions = reserved(Revision, len(lives))
            rulings = reserved(Decision, len(lives) + lives.count(Life.REJECTED))
        texts, drafts = _texts(), []
        places: list[Place] = []
        for number, (life, parent) in enumerate(zip(lives, answered, strict=True)):
            above = places[parent] if parent is not None else None
            places.append(place_below(above, pk=next(keys), article_id=article.pk))
            text, fragment = self.drawn.choice(texts)
            drafts.append(
                Draft(
                    place=places[-1],
                    revision_pk=next(revisions),
                    decision_pks=tuple(
                        next(rulings) for _ in range(2 if life == Life.REJECTED else 1)
                    ),
                    author=self.drawn.choice(self.authors),
                    text=text,
                    fragment=fragment,
                    life=life,
                    judged=self.endings.of(life, self.drawn),
                    at=starts + timedelta(seconds=number),
                )
            )
        return drafts

    def _like(self, comment: Comment, at: datetime) -> None:
        readers = self.drawn.sample(self.authors, self.drawn.randint(1, MOST_LIKES))
        self.rows.reactions += [
            made(Reaction, comment_id=comment.pk, author_id=reader.pk, name="like", created_at=at)
            for reader in readers
        ]
        comment.like_count = len(readers)
        comment.reaction_counts = {"like": len(readers)}


def _authors(site: Site, count: int) -> list[Author]:
    subjects = [f"seed {number}" for number in range(count)]
    Author.objects.bulk_create(
        (Author(site=site, subject=name, display_name=name.capitalize()) for name in subjects),
        ignore_conflicts=True,
        batch_size=1_000,
    )
    return list(Author.objects.filter(site=site, subject__startswith="seed ").order_by("pk"))


def _articles(site: Site, count: int, seed: int) -> list[Article]:
    names = [f"seeded-{seed}-{number}" for number in range(count)]
    articles = [
        Article(
            site=site,
            slug=name,
            external_id=name,
            title=f"Seeded article {number}",
            url=f"https://{site.domain}/{name}",
            section=SECTIONS[number % len(SECTIONS)],
            tags=[f"tag {number % 7}"],
            published_at=timezone.now() - PERIOD,
            version=2,
            change_seq=1,
        )
        for number, name in enumerate(names)
    ]
    events = [_created(article) for article in articles]
    with transaction.atomic():
        Article.objects.bulk_create(articles, batch_size=1_000)
        store(events)
        store([_announced(article) for article in articles])
    return articles


def _created(article: Article) -> AuditEvent:
    data: dict[str, list[str]] = {"fields": []}
    kind, actor = "article.created", "operator:seeding"
    return event_after(article, site_id=article.site_id, kind=kind, actor=actor, data=data)


def _announced(article: Article) -> OutboxEvent:
    return made(
        OutboxEvent,
        public_id=new_public_id(),
        site_id=article.site_id,
        article_id=article.pk,
        sequence=1,
        kind="article.created",
        payload={"article_id": str(article.public_id), "external_id": article.external_id},
        public=True,
        created_at=timezone.now(),
        fanned_out_at=timezone.now(),
    )


@cache
def _texts() -> list[tuple[str, str]]:
    """Return texts with their fragments, rendered once."""
    texts = [clean_body(text) for text in comments(TEXTS, seed=1)]
    return [(text, render(text)) for text in texts]
