"""Breaks what a fault says, and mends what has to be mended after a while."""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from benchmarks.chaos import faults
from benchmarks.chaos.crew import Crew, send
from benchmarks.chaos.faults import Fault
from benchmarks.chaos.truth import Log
from moderation.models import Screening
from tests.services.postgresql import Server

# How long it takes at most until a worker holds a claim that can be stalled.
FIND_SECONDS = 20.0
FIND_PAUSE = 0.002
# Of so many looks one is at the processes: those that a search needs have to run.
LOOKS = 100
BROKER_AWAY_SECONDS = 3.0
BEYOND_LEASE = 2.0


@dataclass(slots=True)
class Injector:
    """Call from the main thread, as the crew."""

    crew: Crew
    database: Server | None
    log: Log
    drawn: random.Random
    done: Counter[str] = field(default_factory=Counter)
    # A worker that is stopped while it holds texts: what its late results meet is what is tested.
    stalls_holding: int = 0
    _undo: list[tuple[float, int]] = field(default_factory=list)

    def inject(self, fault: Fault) -> None:
        """Break what the fault says, and write down what was hit."""
        told = self._breaks[fault.kind](self)
        self.done[fault.kind] += 1
        self.log.write(at=time.time(), after=fault.after, kind=fault.kind, **told)

    def mend_due(self) -> None:
        """Let go on who was stopped long enough."""
        now = time.monotonic()
        for _, pid in [undo for undo in self._undo if undo[0] <= now]:
            send(pid, signal.SIGCONT)
        self._undo = [undo for undo in self._undo if undo[0] > now]

    @property
    def is_mended(self) -> bool:
        return not self._undo

    def mend_all(self) -> None:
        """Let everybody go on: who is stopped cannot end either."""
        for _, pid in self._undo:
            send(pid, signal.SIGCONT)
        self._undo.clear()

    def _kill_web(self) -> dict[str, Any]:
        pid = self.crew.pid("web")
        os.killpg(pid, signal.SIGKILL)
        return {"pid": pid}

    def _kill_worker(self) -> dict[str, Any]:
        pid = self.crew.pid(self.drawn.choice(self.crew.names("worker-")))
        send(pid, signal.SIGKILL)
        return {"pid": pid}

    def _kill_child(self) -> dict[str, Any]:
        children = self._judging()
        pid = self.drawn.choice(children) if children else 0
        if pid:
            send(pid, signal.SIGKILL)
        return {"pid": pid}

    def _stall_worker(self) -> dict[str, Any]:
        """Stop a process that holds a claim, until after its lease."""
        limit, looks = time.monotonic() + FIND_SECONDS, 0
        while time.monotonic() < limit:
            looks += 1
            if looks % LOOKS == 0:
                self.crew.look()
            for owner, pid in self._holders():
                send(pid, signal.SIGSTOP)
                if self._holds(owner):
                    self.stalls_holding += 1
                    self._stopped(pid, settings.LEASE_SECONDS + BEYOND_LEASE)
                    return {"pid": pid, "owner": owner}
                send(pid, signal.SIGCONT)
            time.sleep(FIND_PAUSE)
        return {"pid": 0}

    def _kill_broker(self) -> dict[str, Any]:
        pid = self.crew.pid("broker")
        send(pid, signal.SIGKILL)
        return {"pid": pid}

    def _stop_broker(self) -> dict[str, Any]:
        pid = self.crew.pid("broker")
        send(pid, signal.SIGSTOP)
        self._stopped(pid, BROKER_AWAY_SECONDS)
        return {"pid": pid}

    def _flush_broker(self) -> dict[str, Any]:
        try:
            with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1) as client:
                client.flushall()
        except redis.RedisError as error:
            # It is down from another fault: what it would have forgotten is gone, or will not come.
            return {"error": type(error).__name__}
        return {}

    def _crash_database(self) -> dict[str, Any]:
        """As `pg_ctl stop -m immediate`: nobody is waited for, nothing is written any more."""
        assert self.database is not None
        self.database.stop(signal.SIGQUIT)
        self.database.start()
        connection.close()
        return {}

    def _stopped(self, pid: int, seconds: float) -> None:
        self._undo.append((time.monotonic() + seconds, pid))

    def _judging(self) -> list[int]:
        """Return the processes that judge: the children, or the workers where they have none."""
        names = self.crew.names("worker-")
        children = [pid for name in names for pid in self.crew.descendants(name)]
        return children or [self.crew.pid(name) for name in names]

    def _holders(self) -> list[tuple[str, int]]:
        owners = self._claimed().values_list("lease_owner", flat=True).distinct()
        judging = {pid for pid in self._judging() if pid not in {pid for _, pid in self._undo}}
        # `host:pid/claim`, as moderation.worker.name says.
        named = [(owner, int(owner.split("/")[0].rpartition(":")[2])) for owner in owners]
        return [(owner, pid) for owner, pid in named if pid in judging]

    def _holds(self, owner: str) -> bool:
        return bool(self._claimed().filter(lease_owner=owner).exists())

    def _claimed(self) -> Any:
        return Screening.objects.filter(finished_at=None, lease_until__gt=Now()).exclude(
            lease_owner=""
        )

    _breaks = {
        faults.KILL_WEB: _kill_web,
        faults.KILL_WORKER: _kill_worker,
        faults.KILL_CHILD: _kill_child,
        faults.STALL_WORKER: _stall_worker,
        faults.KILL_BROKER: _kill_broker,
        faults.STOP_BROKER: _stop_broker,
        faults.FLUSH_BROKER: _flush_broker,
        faults.CRASH_DATABASE: _crash_database,
    }
