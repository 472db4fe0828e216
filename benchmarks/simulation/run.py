"""One run: the same arrivals and the same seed give the same result."""

from collections.abc import Sequence
from dataclasses import dataclass

import simpy

from benchmarks.crowd.records import Waits, waits
from benchmarks.simulation.cores import Cores, Events
from benchmarks.simulation.costs import Costs
from benchmarks.simulation.setup import Arrival, Setup
from benchmarks.simulation.web import Web
from benchmarks.simulation.workers import Workers


@dataclass(frozen=True, slots=True)
class Result:
    """`decided` counts from the arrival of the POST; `queue` is (seconds, comments that wait)."""

    decided: Waits
    answered: dict[str, Waits]
    undecided: int
    claims: int
    queue: tuple[tuple[float, int], ...]
    core_seconds: float


def simulate(
    setup: Setup,
    costs: Costs,
    arrivals: Sequence[Arrival],
    *,
    seconds: float,
    looks: int = 100,
) -> Result:
    """Let so many seconds go by; the queue is looked at so many times."""
    env = simpy.Environment()
    cores, web_cores, stores = _machines(env, setup)
    workers = Workers(env, setup, costs, cores, stores)
    web = Web(env, setup, costs, web_cores, stores, workers.posted)
    env.process(_arrive(env, arrivals, web))
    queue = []
    for look in range(1, looks + 1):
        env.run(until=look * seconds / looks)
        queue.append((env.now, workers.waiting))
    decided = [j.decided_at - j.posted_at for j in workers.jobs if j.decided_at is not None]
    return Result(
        decided=waits(decided),
        answered={kind: waits(found) for kind, found in web.waits.items()},
        undecided=workers.waiting,
        claims=workers.claims,
        queue=tuple(queue),
        core_seconds=sum(each.busy_seconds for each in {cores, web_cores, stores}),
    )


def _machines(env: simpy.Environment, setup: Setup) -> tuple[Cores, Cores, Cores]:
    """Return the cores of workers, web and stores: one machine, unless they have their own."""
    shared = Cores(env, setup.cores, slice_seconds=setup.slice_seconds, others=setup.others)
    own = (
        Cores(env, count, slice_seconds=setup.slice_seconds) if count else shared
        for count in (setup.web_cores, setup.database_cores)
    )
    return shared, *own  # type: ignore[return-value]  # two of them


def _arrive(env: simpy.Environment, arrivals: Sequence[Arrival], web: Web) -> Events:
    for arrival in arrivals:
        yield env.timeout(max(0.0, arrival.at - env.now))
        env.process(web.serve(arrival))
