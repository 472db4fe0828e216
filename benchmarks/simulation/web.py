"""The web processes: threads that wait for each other's lock, and for the database."""

import random
from collections.abc import Callable

import simpy

from benchmarks.simulation.cores import Cores, Events
from benchmarks.simulation.costs import Costs
from benchmarks.simulation.setup import POST, Arrival, Setup

# How often a request goes to and fro between Python and its stores.
TURNS = 4
STORES = ("database", "broker")


class Web:
    """Each process has so many threads, one of which runs Python at a time."""

    def __init__(
        self,
        env: simpy.Environment,
        setup: Setup,
        costs: Costs,
        cores: Cores,
        stores: Cores,
        posted: Callable[[Arrival], None],
    ) -> None:
        """`posted` is told of each comment once it is stored."""
        self.waits: dict[str, list[float]] = {}
        self._env, self._costs, self._posted = env, costs, posted
        self._cores, self._stores = cores, stores
        processes = range(setup.web_processes)
        self._threads = [simpy.Resource(env, capacity=setup.web_threads) for _ in processes]
        self._locks = [simpy.Resource(env, capacity=1) for _ in processes]
        self._drawn = random.Random(setup.seed)

    def serve(self, arrival: Arrival) -> Events:
        """Answer one request, by whichever process takes it."""
        cost = self._costs.requests.get(arrival.kind, {})
        yield from self._cores.run(cost.get("client", 0.0))
        place = self._drawn.randrange(len(self._threads))
        with self._threads[place].request() as thread:
            yield thread
            for _ in range(TURNS):
                with self._locks[place].request() as lock:
                    yield lock
                    yield from self._cores.run(cost.get("web", 0.0) / TURNS)
                for store in STORES:
                    yield from self._stores.run(cost.get(store, 0.0) / TURNS)
        if arrival.kind == POST:
            self._posted(arrival)
        self.waits.setdefault(arrival.kind, []).append(self._env.now - arrival.at)
