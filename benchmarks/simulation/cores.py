"""Cores that share their time among whoever wants to run."""

import math
from collections.abc import Generator

import simpy

# About what Linux gives a process before the next one's turn.
SLICE_SECONDS = 0.003

Events = Generator[simpy.Event, object, None]


class Cores:
    """So many cores, which go round by slices; with endless slices it is first come, first served.

    `others` are processes that always want to run: what else is busy on the machine.
    """

    def __init__(
        self,
        env: simpy.Environment,
        count: int,
        *,
        slice_seconds: float = SLICE_SECONDS,
        others: int = 0,
    ) -> None:
        self.busy_seconds = 0.0
        self._env, self._slice = env, slice_seconds
        self._free = simpy.Resource(env, capacity=count)
        for _ in range(others):
            env.process(self._run_on())

    def run(self, seconds: float) -> Events:
        """Return once so many seconds of a core were had."""
        left = seconds
        while left > 0:
            with self._free.request() as turn:
                yield turn
                step = min(self._slice, left)
                yield self._env.timeout(step)
            self.busy_seconds += step
            left -= step

    def _run_on(self) -> Events:
        yield from self.run(math.inf)
