"""An open clock: people come when they come, whether or not those before them were served."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.crowd.records import Records
from benchmarks.crowd.scene import Scene
from benchmarks.crowd.visits import MIX, Visit

# Who is under way at the same time; beyond that visits wait, and their waiting counts.
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """Who comes by, so many seconds after the beginning; `seed` is all that they draw from."""

    at: float
    visit: Visit
    seed: int


def planned(rate: float, seconds: float, *, seed: int) -> list[Planned]:
    """Return a Poisson process of so many visits a second, the same one for the same seed."""
    drawn = random.Random(seed)
    visits, weights = list(MIX), list(MIX.values())
    plan: list[Planned] = []
    at = drawn.expovariate(rate)
    while at < seconds:
        plan.append(Planned(at, drawn.choices(visits, weights)[0], drawn.getrandbits(64)))
        at += drawn.expovariate(rate)
    return plan


def let_come(plan: Sequence[Planned], scene: Scene, records: Records) -> float:
    """Let them come, and wait for the last to go; return the seconds from first to last."""
    began = time.monotonic()
    gone: list[Future[None]] = []
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="crowd") as people:
        for one in plan:
            due = began + one.at
            time.sleep(max(0.0, due - time.monotonic()))
            gone.append(people.submit(one.visit, scene, records, random.Random(one.seed), due))
    for each in gone:
        each.result()
    return time.monotonic() - began
