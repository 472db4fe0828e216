"""Comments a second from POST to verdict, beside the bare model on the same texts."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import redis
from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from benchmarks import memory, posting, servers
from benchmarks.load import WrongAnswers, run_load
from benchmarks.model import bare_model
from benchmarks.options import Options
from benchmarks.plan import Plan
from benchmarks.publication import Publication, comments_path
from benchmarks.rounds import Measured, Row, alternate, row
from benchmarks.texts import comments
from moderation.models import Screening, WorkerHeartbeat

CONNECTIONS = 4
POST_SECONDS = 300.0
JUDGE_SECONDS = 300.0
LOOK_SECONDS = 0.02


class NotJudged(Exception):
    """Comments still wait after a time in which each of them should have been judged."""


def measure(options: Options, publication: Publication) -> list[Row]:
    """Return the rows of judging while posting, of a backlog, and of posting by itself."""
    texts = comments(options.comments, seed=23)
    return [
        *_judged(options, publication, texts, "POST to verdict, posted while judged", _live),
        *_judged(options, publication, texts, "POST to verdict, a backlog is drained", drained),
        *posting.measure(options, publication),
    ]


def _judged(
    options: Options,
    publication: Publication,
    texts: list[str],
    what: str,
    way: Callable[[Options, Publication, list[str], str], Measured],
) -> list[Row]:
    """Return the product's rate beside the model in one process and in as many as the worker's."""
    turns = iter(range(options.rounds))

    def of_product() -> Measured:
        return way(options, publication, texts, f"{way.__name__}-{next(turns)}")

    alone: list[Measured] = []

    def of_limit() -> Measured:
        alone.append(bare_model(texts, processes=1))
        return bare_model(texts, processes=options.processes)

    pairs = alternate(options.rounds, of_product, of_limit)
    singly = [(product, limit) for (product, _), limit in zip(pairs, alone, strict=True)]
    build = partial(row, "verdicts", unit="comments/s")
    what = f"{what}, worker of {options.processes}"
    return [
        build(what, pairs=singly, limit_is="bare model, 1 process"),
        build(what, pairs=pairs, limit_is=f"bare model, {options.processes} processes"),
    ]


def _live(options: Options, publication: Publication, texts: list[str], name: str) -> Measured:
    """Post to a product that judges at the same time: from the first POST to the last decision."""
    path = comments_path(publication.new_article(name))
    _forget_what_waits()
    with servers.worker(options.processes), servers.product(path) as port:
        began = _posted(port, publication.posts(path, texts))
        wait_until_decided()
        return Measured(len(texts) / (time.monotonic() - began))


def drained(options: Options, publication: Publication, texts: list[str], name: str) -> Measured:
    """Post everything first; then from the worker's first look for work to the last decision."""
    path = comments_path(publication.new_article(name))
    _forget_what_waits()
    with servers.product(path) as port:
        _posted(port, publication.posts(path, texts))
    before = timezone.now()
    with servers.worker(options.processes):
        wait_until_decided()
        ended = timezone.now()
    # A process gives its first sign of life, by the same clock, just before it looks for work.
    first = WorkerHeartbeat.objects.filter(started_at__gt=before).earliest("started_at")
    return Measured(len(texts) / (ended - first.started_at).total_seconds())


def burst(options: Options, publication: Publication, texts: list[str], name: str) -> Measured:
    """Post everything while the worker stands still; from its first moment to the last decision."""
    path = comments_path(publication.new_article(name))
    _forget_what_waits()
    with servers.worker(options.processes) as pid, servers.product(path) as port:
        with memory.stopped(pid):
            _posted(port, publication.posts(path, texts))
        began = time.monotonic()
        wait_until_decided()
        return Measured(len(texts) / (time.monotonic() - began))


@contextmanager
def judging(
    options: Options, publication: Publication, name: str
) -> Iterator[tuple[int, int, str]]:
    """Run the product; yield its worker's process, its port, and the path of an article's
    comments.
    """
    path = comments_path(publication.new_article(name))
    _forget_what_waits()
    with servers.worker(options.processes) as pid, servers.product(path) as port:
        yield pid, port, path


def post(port: int, request: bytes) -> None:
    """Post one comment; raises WrongAnswers where it is not taken."""
    answer = servers.record(port, request)
    if not answer.status.startswith("202"):
        raise WrongAnswers(f"expected 202, got {answer.status}")


def _posted(port: int, requests: tuple[bytes, ...]) -> float:
    """Post all, each once, and return when the first was sent, in monotonic seconds."""
    plan = Plan(port, requests, 202, CONNECTIONS, POST_SECONDS, once=True)
    return min(sample.began for sample in run_load(plan))


def wait_until_decided() -> None:
    """Return as soon as nothing waits any more."""
    limit = time.monotonic() + JUDGE_SECONDS
    while Screening.objects.filter(finished_at=None).exists():
        if time.monotonic() > limit:
            raise NotJudged(f"{Screening.objects.filter(finished_at=None).count()} still wait.")
        time.sleep(LOOK_SECONDS)


def _forget_what_waits() -> None:
    """No job and no message of an earlier measurement takes part in this one."""
    Screening.objects.filter(finished_at=None).update(
        finished_at=Now(), ending=Screening.Ending.MOOT
    )
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.flushdb()
