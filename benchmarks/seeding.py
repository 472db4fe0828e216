"""Threads to read: posted and judged by the product's own flows, with a scorer that likes all."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.models import Article
from benchmarks.texts import comments
from discussion.body import clean_body
from discussion.flows.post_comment import post_comment
from discussion.models import Author, Comment
from moderation.flows.screen_pending import screen_pending
from moderation.judge import Judge
from moderation.policy.engine import PROOF_OF_SCORING
from moderation.policy.load import load_policy
from moderation.scoring.base import Producer, Scores

# Of a thread's comments; the rest answer others.
SHARE_OF_ROOTS = 0.3
# Replies are posted in so many waves, since each answers a comment that is public by then.
WAVES = 3


@dataclass(slots=True)
class AllClear:
    """A scorer for seeding alone: every attribute is 0."""

    attributes: tuple[str, ...]
    producer: Producer = field(default_factory=lambda: Producer("all-clear", "1", ""))
    languages: frozenset[str] = frozenset({"en"})
    window_tokens: int = 128

    def score(self, texts: Sequence[str]) -> list[Scores]:
        return [dict.fromkeys(self.attributes, 0.0) for _ in texts]

    def unknown_share(self, text: str) -> float:
        return 0.0


def seed_thread(article: Article, size: int, *, seed: int) -> None:
    """Fill the article with so many public comments, the same ones for the same seed."""
    drawn = random.Random(seed)
    texts = [clean_body(text) for text in comments(size, seed=seed)]
    roots = max(1, round(size * SHARE_OF_ROOTS))
    judge = Judge(scorer=AllClear(_attributes(article)), detectors=())
    public = _post(article, [(text, None) for text in texts[:roots]], judge)
    replies = texts[roots:]
    for wave in range(WAVES):
        pairs = [(text, drawn.choice(public)) for text in replies[wave::WAVES]]
        public += _post(article, pairs, judge)
    if Comment.objects.filter(article=article, status="published").count() != size:
        raise RuntimeError(f"Not all {size} comments of the seeded thread are public.")


def add_public(article: Article) -> None:
    """Post one comment and have it judged: all that is public of an article moves."""
    number = Comment.objects.filter(article=article).count()
    judge = Judge(scorer=AllClear(_attributes(article)), detectors=())
    _post(article, [(f"One more comment, the {number}th of them.", None)], judge)


def _post(
    article: Article, pairs: Sequence[tuple[str, Comment | None]], judge: Judge
) -> list[Comment]:
    posted = [
        post_comment(
            author=_author(article, number), article=article, parent=parent, body=text
        ).comment
        for number, (text, parent) in enumerate(pairs)
    ]
    screen_pending(judge, worker="seeding")
    return list(Comment.objects.filter(pk__in=[comment.pk for comment in posted]))


def _author(article: Article, number: int) -> Author:
    name = f"Seed {number % 40}"
    author, _ = Author.objects.get_or_create(
        site_id=article.site_id, subject=name, defaults={"display_name": name}
    )
    return author


def _attributes(article: Article) -> tuple[str, ...]:
    """Return what the policy asks for: a comment that lacks one of them would be held."""
    policy = load_policy(article.site.published_policy)
    ruled = {rule.attribute for clause in policy.clauses for rule in clause.rules}
    return tuple(sorted(ruled | {PROOF_OF_SCORING}))
