"""What the crowd meets: articles with their discussions, readers, and a few moderators."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue

from articles.models import Article, Site
from benchmarks.crowd.client import Request
from benchmarks.options import Options
from benchmarks.publication import ACTOR, Publication, comments_path
from benchmarks.seeding import seed_thread
from benchmarks.texts import comments
from discussion.models import Comment
from moderation.flows.create_moderator import create_moderator
from moderation.models import Membership

# So many that hardly anybody posts twice within a minute.
READERS = 600
MODERATORS = 3
# New below what nobody has commented on yet, beside the threads that are there.
EMPTY_ARTICLES = 2
REPORTED_AS = ("hateful-language", "illegal-content", "other")


@dataclass(slots=True)
class Moderator:
    """Somebody at the desk; without cookies not signed in yet."""

    name: str
    password: str
    cookies: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Scene:
    """Read by many threads at once; each entry of a dict is replaced whole."""

    site: str
    articles: list[str]
    pages: list[str]
    comments: list[str]
    answered: list[tuple[str, str]]
    tokens: tuple[str, ...]
    texts: Iterator[str]
    moderators: "SimpleQueue[Moderator]"
    etags: dict[str, str] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def set_up(cls, options: Options, posts: int) -> "Scene":
        """Return a scene of a site of its own, with texts for so many posts."""
        name = f"Benchmark Tribune {Site.objects.count()}"
        publication = Publication.founded(READERS, name=name)
        threads = [publication.new_article(f"crowd-{size}") for size in options.sizes]
        for article, size in zip(threads, options.sizes, strict=True):
            seed_thread(article, size, seed=size)
        for number in range(EMPTY_ARTICLES):
            threads.append(publication.new_article(f"crowd-new-{number}"))
        seeded = Comment.objects.filter(site=publication.site, status="published")
        return cls(
            site=publication.site.slug,
            articles=[comments_path(article) for article in threads],
            pages=[_page(publication, article) for article in threads],
            comments=[str(public_id) for public_id in seeded.values_list("public_id", flat=True)],
            answered=[
                (comments_path(comment.article), str(comment.public_id))
                for comment in seeded.filter(replies__isnull=False).distinct()[:200]
            ],
            tokens=publication.tokens,
            texts=iter(comments(posts, seed=71)),
            moderators=_moderators(publication),
        )

    def article(self, drawn: random.Random) -> int:
        """Return the place of an article: the n-th is read 1/n as often as the first."""
        places = range(len(self.articles))
        return drawn.choices(places, [1 / (place + 1) for place in places])[0]

    def reader(self, drawn: random.Random) -> dict[str, str]:
        """Return the headers of somebody who is signed in."""
        return {"Authorization": f"Bearer {drawn.choice(self.tokens)}"}


def sent(kind: str, path: str, headers: dict[str, str], **said: str) -> Request:
    """Return a POST of that JSON."""
    body = json.dumps(said)
    return Request(kind, "POST", path, {**headers, "Content-Type": "application/json"}, body)


def _page(publication: Publication, article: Article) -> str:
    return f"/{publication.site.slug}/articles/{article.slug}/"


def _moderators(publication: Publication) -> "SimpleQueue[Moderator]":
    free: SimpleQueue[Moderator] = SimpleQueue()
    for number in range(MODERATORS):
        name = f"{publication.site.slug}-{number}"
        role = Membership.Role.MODERATOR
        password = create_moderator(name, sites=[publication.site], role=role, actor=ACTOR)
        free.put(Moderator(name, password))
    return free
