"""Goals S1 to S5: how fast comments are decided, beside the bare model and the plain way."""

import sys
import time
from datetime import timedelta
from functools import partial
from math import ceil
from statistics import median

from django.db.models import F

from benchmarks import plain, verdicts
from benchmarks.memory import resident_megabytes
from benchmarks.model import bare_model, start_alone
from benchmarks.options import Options
from benchmarks.publication import Publication
from benchmarks.rounds import Measured, Row, row
from benchmarks.texts import comments
from moderation.models import Screening

# S3: so many comments a second, as a busy site has them, and so many of them in a round.
PACE, PACED = 20, 40
P50_MS, P99_MS = 60.0, 250.0
# S5: what a scorer may have, and be ready in.
MOST_MEGABYTES, MOST_SECONDS = 350.0, 3.0
LONG = "There is a great deal to be said about the harbour and its new cranes. "
# About 512 tokens.
LONG_CHARACTERS = 2_400
# The plain way is slow: every tenth text, which has all lengths, tells its rate.
PLAIN_SHARE = 10

_build = partial(row, "scoring")


def measure(options: Options, publication: Publication) -> list[Row]:
    """Return the rows of S1 to S5; without the extra `detoxify` those of S2 are left out."""
    texts = comments(options.comments, seed=23)
    return [
        *_backlogs(options, publication, texts),
        *_while_it_runs(options, publication),
        *_alone(options),
    ]


def _backlogs(options: Options, publication: Publication, texts: list[str]) -> list[Row]:
    """Each round, one after the other: the product, the bare model, the plain way, and a burst."""
    model, plainly, burst = [], [], []
    for number in range(options.rounds):
        decided = verdicts.drained(options, publication, texts, f"scoring-drained-{number}")
        model.append((decided, bare_model(texts, processes=options.processes)))
        if plain.is_at_hand():
            way = plain.judged(texts[::PLAIN_SHARE], processes=options.processes)
            plainly.append((decided, way))
        at_once = verdicts.burst(options, publication, texts, f"scoring-burst-{number}")
        burst.append((at_once, decided))
    what = f"a backlog of {len(texts)} is decided, worker of {options.processes}"
    bare = f"S1, must 0.7: bare model, {options.processes} processes"
    rows = [_build(what, "comments/s", model, limit_is=bare)]
    if plainly:
        limit_is = f"S2, must 4: the plain way, {plain.MODEL}"
        rows.append(_build(what, "comments/s", plainly, limit_is=limit_is))
    else:
        print("scoring: S2 needs the extra detoxify, and is left out", file=sys.stderr)
    limit_is = "S4, must 0.77: the backlog"
    rows.append(_build(f"a burst of {len(texts)}", "comments/s", burst, limit_is=limit_is))
    return rows


def _while_it_runs(options: Options, publication: Publication) -> list[Row]:
    """Return the rows for which a worker waits for comments: times to the verdict, and memory."""
    with verdicts.judging(options, publication, "scoring-live") as (pid, port, path):
        texts = comments(PACED * options.rounds, seed=31)
        must = Measured(PACE, P50_MS, P99_MS)
        paced = [
            (_paced(port, publication.posts(path, texts[n :: options.rounds])), must)
            for n in range(options.rounds)
        ]
        behind = [_behind_a_long_one(port, publication, path, n) for n in range(options.rounds)]
        largest = [(Measured(max(resident_megabytes(pid))), Measured(MOST_MEGABYTES))]
    what = f"POST to verdict, {PACE} posted a second"
    short = "a short comment behind a long one"
    long = "S4, one batch: the long one"
    return [
        _build(what, "requests/s", paced, limit_is="S3: must"),
        _build(short, "1 / s to the verdict", behind, limit_is=long),
        _build("largest process of a worker", "MB", largest, limit_is="S5: must"),
    ]


def _paced(port: int, requests: tuple[bytes, ...]) -> Measured:
    """Post at the pace; from the row of each POST to its decision, as the database has the times.

    Where the POSTs themselves cannot keep the pace, the rate says so.
    """
    began = time.monotonic()
    for number, request in enumerate(requests):
        time.sleep(max(0.0, began + number / PACE - time.monotonic()))
        verdicts.post(port, request)
    posted = max(time.monotonic() - began, len(requests) / PACE)
    seconds = sorted(_waits(len(requests)))
    return Measured(
        per_second=len(requests) / posted,
        p50_ms=median(seconds) * 1000,
        p99_ms=seconds[ceil(0.99 * len(seconds)) - 1] * 1000,
    )


def _behind_a_long_one(
    port: int, publication: Publication, path: str, number: int
) -> tuple[Measured, Measured]:
    long = f"{number}. {LONG * (LONG_CHARACTERS // len(LONG))}"
    for request in publication.posts(path, [long, f"Thank you, number {number}."]):
        verdicts.post(port, request)
    short_wait, long_wait = _waits(2)
    return Measured(1 / short_wait), Measured(1 / long_wait)


def _waits(latest: int) -> list[float]:
    """Return how many seconds each of the latest comments waited, the youngest first."""
    verdicts.wait_until_decided()
    rows = Screening.objects.order_by("-pk").annotate(wait=F("finished_at") - F("created_at"))
    waits: list[timedelta] = list(rows.values_list("wait", flat=True)[:latest])
    return [wait.total_seconds() for wait in waits]


def _alone(options: Options) -> list[Row]:
    """Return the rows of the scorer in a process of its own."""
    started = [start_alone() for _ in range(options.rounds)]
    ready = [(Measured(one.seconds), Measured(MOST_SECONDS)) for one in started]
    memory = [(Measured(one.megabytes), Measured(MOST_MEGABYTES)) for one in started]
    return [
        _build("scorer alone, until it is ready", "s", ready, limit_is="S5: must"),
        _build("scorer alone, resident", "MB", memory, limit_is="S5: must"),
    ]
