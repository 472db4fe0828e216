"""The judging processes: woken by hints, they claim under a lease, read, and store."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import simpy

from benchmarks.simulation.cores import Cores, Events
from benchmarks.simulation.costs import Costs
from benchmarks.simulation.setup import (
    LEASE_SECONDS,
    RESTART_SECONDS,
    SWEEP_SECONDS,
    Arrival,
    Setup,
)
from moderation.screenings import chosen

# Of what a claim costs, what comes before its texts are read. An assumption.
BEFORE = 0.5


@dataclass(slots=True)
class Job:
    """The row of a screening, as far as a claim looks at it."""

    posted_at: float
    estimated_tokens: float
    attempts: int = 0
    free_at: float = 0.0
    decided_at: float | None = None


class Workers:
    """All judging processes, and the queue."""

    def __init__(
        self, env: simpy.Environment, setup: Setup, costs: Costs, cores: Cores, stores: Cores
    ) -> None:
        self.jobs: list[Job] = []
        self.claims = 0
        self._env, self._setup, self._costs = env, setup, costs
        self._cores, self._stores = cores, stores
        self._open: dict[int, Job] = {}
        self._hints = simpy.Store(env)
        self._drawn = random.Random(setup.seed)
        self._busy: dict[int, simpy.Process] = {}
        for number in range(setup.workers):
            env.process(self._live(number))
            env.process(self._sweep())
        for at in setup.kills:
            env.process(self._kill(at))

    @property
    def waiting(self) -> int:
        return len(self._open)

    def posted(self, arrival: Arrival) -> None:
        """Take the comment up, and send the hint that there is work."""
        job = Job(arrival.at, arrival.tokens)
        self._open[len(self.jobs)] = job
        self.jobs.append(job)
        if self._drawn.random() >= self._setup.lost:
            self._hints.put(True)

    def _live(self, number: int) -> Events:
        while True:
            yield self._hints.get()
            work = self._busy[number] = self._env.process(self._judge_all())
            yield work
            del self._busy[number]
            if not work.value:
                # Celery starts another process; nobody remembers the hint.
                yield self._env.timeout(RESTART_SECONDS)

    def _judge_all(self) -> Any:
        """Judge until nothing is free; false when this process was killed."""
        try:
            while claim := self._claim():
                yield from self._judge(claim)
        except simpy.Interrupt:
            return False
        return True

    def _claim(self) -> dict[int, Job]:
        """Take what one claim takes, by the product's own rule, under a lease."""
        free = list(self._free())
        # Oldest first: what a claim takes is always the beginning of what is free.
        taken = free[: len(chosen([job for _, job in free]))]  # type: ignore[misc]  # row-like
        for _, job in taken:
            job.attempts += 1
            job.free_at = self._env.now + LEASE_SECONDS
        self.claims += bool(taken)
        return dict(taken)

    def _free(self) -> Iterator[tuple[int, Job]]:
        found = 0
        for number, job in self._open.items():
            if job.free_at <= self._env.now:
                yield number, job
                found += 1
                if found == self._setup.claim_rows:
                    return

    def _judge(self, claim: dict[int, Job]) -> Events:
        costs = self._costs
        yield from self._use(costs.claim, BEFORE)
        for job in claim.values():
            yield from self._cores.run(costs.reading(job.estimated_tokens))
        for number, job in claim.items():
            yield from self._stores.run(costs.comment.get("database", 0.0))
            job.decided_at = self._env.now
            del self._open[number]
        yield from self._use(costs.claim, 1 - BEFORE)

    def _use(self, cost: Any, share: float) -> Events:
        yield from self._cores.run(share * cost.get("worker", 0.0))
        for store in ("database", "broker"):
            yield from self._stores.run(share * cost.get(store, 0.0))

    def _sweep(self) -> Events:
        while True:
            yield self._env.timeout(SWEEP_SECONDS)
            self._hints.put(True)

    def _kill(self, at: float) -> Events:
        yield self._env.timeout(at)
        for work in self._busy.values():
            if work.is_alive:
                work.interrupt()
                return
