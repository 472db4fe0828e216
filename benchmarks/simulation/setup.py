"""What is simulated: machines, processes, and who asks for what when."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.simulation.cores import SLICE_SECONDS
from discussion.supervisor.programs import WEB_THREADS
from moderation.screenings import CLAIM_ROWS

POST = "post"
# As the settings have them, unless they are told otherwise.
LEASE_SECONDS = 45.0
SWEEP_SECONDS = 10.0
RESTART_SECONDS = 2.0
# Lengths as benchmarks/texts.py draws them, in tokens.
MEDIAN_TOKENS, SIGMA, MOST_TOKENS = 41.0, 0.73, 750.0
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Setup:
    """`cores` are shared by all, unless the tiers have machines of their own.

    At each time of `kills` one judging process ends in the middle of what it does. Of the hints
    that wake a worker the share `lost` never comes.
    """

    cores: int = 2
    web_processes: int = 1
    web_threads: int = WEB_THREADS
    workers: int = 1
    claim_rows: int = CLAIM_ROWS
    web_cores: int = 0
    database_cores: int = 0
    slice_seconds: float = SLICE_SECONDS
    others: int = 0
    kills: tuple[float, ...] = ()
    lost: float = 0.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request, so many seconds after the beginning; `tokens` of what is posted."""

    at: float
    kind: str
    tokens: float = 0.0


def steady(rate: float, seconds: float, *, seed: int, kind: str = POST) -> list[Arrival]:
    """Return a Poisson process of so many a second, in lengths as comments have them."""
    return varying([(seconds, rate)], seed=seed, kind=kind)


def varying(rates: Sequence[tuple[float, float]], *, seed: int, kind: str = POST) -> list[Arrival]:
    """Return a Poisson process that has each rate for so many seconds (seconds, rate)."""
    drawn, begins = random.Random(seed), 0.0
    arrivals = []
    for seconds, rate in rates:
        at = begins + (drawn.expovariate(rate) if rate else math.inf)
        while at < begins + seconds:
            arrivals.append(Arrival(at, kind, tokens(drawn)))
            at += drawn.expovariate(rate)
        begins += seconds
    return arrivals


def day(comments: float, *, times: float = 10.0) -> list[tuple[float, float]]:
    """Return the rates of a day by the hour: one hour of so many times the mean, which the others
    make room for, in the evening; by night a third of what comes by day.
    """
    worst = 19
    rest = comments * (1 - times / 24)
    weights = [1.0 if 7 <= hour < 24 else 1 / 3 for hour in range(24)]
    whole = sum(weights) - weights[worst]
    hours = [rest * weight / whole for weight in weights]
    hours[worst] = comments * times / 24
    return [(3600.0, count / 3600) for count in hours]


def tokens(drawn: random.Random) -> float:
    """Return the length of a comment."""
    return min(MOST_TOKENS, drawn.lognormvariate(math.log(MEDIAN_TOKENS), SIGMA))
