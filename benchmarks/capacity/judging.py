"""CPU seconds of judging: what a claim costs, and what each of its comments adds."""

import random
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from benchmarks.cpu import Meter, used
from benchmarks.crowd.records import Records
from benchmarks.crowd.scene import Scene
from benchmarks.crowd.visits import post
from benchmarks.options import Options
from benchmarks.texts import comments
from benchmarks.verdicts import wait_until_decided
from moderation.detectors.in_use import DETECTORS
from moderation.intake import BYTES_PER_TOKEN
from moderation.judge import Judge
from moderation.models import Screening
from moderation.scoring.load import load_scorer
from moderation.wakeup import wake_workers

LATER = timedelta(hours=1)
# From one comment to the next where each is to be a claim of its own.
APART_SECONDS = 0.3
SCORED = 60
PROCESSES = ("worker", "database", "broker")


def postpone() -> None:
    """Let what waits wait on, so that a worker can start without taking it."""
    Screening.objects.filter(finished_at=None).update(lease_until=Now() + LATER)


def judged(
    options: Options,
    meter: Meter,
    records: Records,
    scene: Scene,
    drawn: random.Random,
    posting: Mapping[str, float],
    idle: Mapping[str, float],
) -> dict[str, Any]:
    """Return seconds a claim, seconds a comment in it, and seconds a token of the scorer.

    A backlog is claimed by many, what comes now and then by one: two measurements for two unknown
    figures, each with as many claims as its rows say. `posting` is what a POST costs by itself,
    `idle` what the processes use anyway.
    """
    waiting = Screening.objects.filter(finished_at=None)
    backlog = list(waiting.values_list("pk", flat=True))

    def drain() -> None:
        waiting.update(lease_until=None)
        wake_workers()
        wait_until_decided()

    def singly() -> None:
        for _ in range(options.comments // 4):
            post(scene, records, drawn, time.monotonic())
            time.sleep(APART_SECONDS)
        wait_until_decided()

    batched = _spent(meter, drain, idle)
    single = _spent(meter, singly, idle)
    alone = options.comments // 4
    single = {name: spent - alone * posting.get(name, 0.0) for name, spent in single.items()}
    counts = [
        [_claims(Q(pk__in=backlog)), len(backlog)],
        [_claims(Q(pk__gt=max(backlog))), alone],
    ]
    claim, comment = {}, {}
    for name in PROCESSES:
        if name in batched:
            solved = numpy.linalg.solve(counts, [batched[name], single[name]])
            claim[name], comment[name] = (max(0.0, float(figure)) for figure in solved)
    token, tokens = _scoring()
    return {
        "claim": claim,
        "comment": comment,
        "token": token,
        "tokens": tokens,
        "measured": {"claims": [row[0] for row in counts], "comments": [len(backlog), alone]},
    }


def _spent(meter: Meter, work: Any, idle: Mapping[str, float]) -> dict[str, float]:
    began, before = time.monotonic(), meter.read()
    work()
    seconds, spent = time.monotonic() - began, used(before, meter.read())
    return {name: value - seconds * idle[name] for name, value in spent.items()}


def _claims(of: Q) -> int:
    return Screening.objects.filter(of).values("lease_owner").distinct().count()


def _scoring() -> tuple[float, float]:
    """Return CPU seconds for one more token of a text, and the mean tokens of a comment."""
    scorer = load_scorer(settings.DISCUSSION_SCORER, settings.DISCUSSION_SCORERS_DIR)
    judge = Judge(scorer, DETECTORS)
    texts = comments(SCORED, seed=3)
    tokens = [len(text.encode()) / BYTES_PER_TOKEN + 2 for text in texts]
    seconds = []
    for text in texts:
        began = time.process_time()
        judge.scored(text)
        seconds.append(time.process_time() - began)
    slope, _ = numpy.polyfit(tokens, seconds, 1)
    return max(0.0, float(slope)), float(numpy.mean(tokens))
