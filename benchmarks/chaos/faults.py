"""Which faults come when: drawn from the seed, by how many comments were taken."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

KILL_WEB = "kill-web"
KILL_WORKER = "kill-worker"
KILL_CHILD = "kill-child"
STALL_WORKER = "stall-worker"
KILL_BROKER = "kill-broker"
STOP_BROKER = "stop-broker"
FLUSH_BROKER = "flush-broker"
CRASH_DATABASE = "crash-database"

EVERYWHERE = (STALL_WORKER, KILL_WORKER, KILL_WEB)
WITH_BROKER = (KILL_CHILD, KILL_BROKER, STOP_BROKER, FLUSH_BROKER)
WITH_POSTGRESQL = (CRASH_DATABASE,)
# Once each of them has been, these come more often: kills and stalls are what finds most.
OFTEN = (KILL_WORKER, KILL_WORKER, STALL_WORKER)
# Faults fall into this part of the run.
FIRST, LAST = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to break once so many comments were taken."""

    after: int
    kind: str


def planned(count: int, *, comments: int, seed: int, kinds: Sequence[str]) -> list[Fault]:
    """Return so many faults in their order, the same ones for the same arguments."""
    drawn = random.Random(seed)
    deck: list[str] = []
    while len(deck) < count:
        more = list(kinds if not deck else (*kinds, *OFTEN))
        drawn.shuffle(more)
        deck += more
    places = sorted(drawn.uniform(FIRST, LAST) for _ in range(count))
    return [Fault(int(comments * place), kind) for place, kind in zip(places, deck, strict=False)]


def kinds(db: str, broker: str) -> tuple[str, ...]:
    """Return what can break where the service runs on these."""
    return (
        *EVERYWHERE,
        *(WITH_BROKER if broker != "none" else ()),
        *(WITH_POSTGRESQL if db == "postgresql" else ()),
    )
