"""A process that talks to the outside: its threads, and which endpoint gets how many of them.

Judging workers have few processes, and one call to a dead receiver takes WEBHOOK_SECONDS: so
webhooks are sent by a worker of their own, the one that takes from the queue `outward`.
"""

import logging
import os
import socket
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from celery.signals import worker_ready, worker_shutdown, worker_shutting_down
from django.conf import settings
from django.db import close_old_connections, connections

from discussion.celery import OUTWARD, takes_from
from discussion.flows.deliver_lane import LaneEnd, deliver_lane
from discussion.flows.fan_out_events import AT_ONCE, fan_out_events
from discussion.webhooks.claims import endpoints_with_work

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
# How many messages to one receiver may be on their way, once it has shown that it keeps up.
WIDEST_LANE = 4


class Sender:
    """Sends what is due, again and again, until it is told to stop.

    Every endpoint has a lane of its own. A lane is one thread wide, and WIDEST_LANE where the last
    run along it left something to do. Lanes with failures, or with a receiver that held its thread
    up, share half of the threads: whatever they do, the other half is for the rest.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="webhooks")
        self._stopping = threading.Event()
        self._running: dict[Future[LaneEnd], int] = {}
        self._hard: set[int] = set()
        self._more: set[int] = set()
        self._turns: dict[int, int] = {}

    def run(self) -> None:
        """Send until `stop`, whatever goes wrong meanwhile."""
        while self._goes_on():
            if self._unbroken(self.step):
                self._wait()
        self._pool.shutdown()
        connections.close_all()

    def step(self) -> None:
        """Give each endpoint that has something due the threads that it may have now."""
        while fan_out_events() == AT_ONCE and self._goes_on():
            pass
        self._collect()
        work = list(endpoints_with_work())
        self._hard.update(endpoint.pk for endpoint in work if endpoint.failures)
        while (pk := self._next([endpoint.pk for endpoint in work])) is not None:
            self._turns[pk] = 1 + max(self._turns.values(), default=0)
            self._running[self._pool.submit(self._along_lane, pk)] = pk

    def stop(self) -> None:
        """Begin no other message; those on their way are waited for."""
        self._stopping.set()

    def _goes_on(self) -> bool:
        return not self._stopping.is_set()

    def _next(self, work: list[int]) -> int | None:
        """Return whose turn it is: of those that may have another thread, the one with the fewest,
        then the one that waited longest.
        """
        if len(self._running) >= self._threads or not self._goes_on():
            return None
        lanes = Counter(self._running.values())
        crowded = sum(lanes[pk] for pk in self._hard) >= max(1, self._threads // 2)
        free = [pk for pk in work if lanes[pk] < self._width(pk)]
        may = [pk for pk in free if not (crowded and pk in self._hard)]
        return min(may, key=lambda pk: (lanes[pk], self._turns.get(pk, 0)), default=None)

    def _width(self, pk: int) -> int:
        return WIDEST_LANE if pk in self._more and pk not in self._hard else 1

    def _along_lane(self, pk: int) -> LaneEnd:
        end = LaneEnd.HARD

        def deliver() -> None:
            nonlocal end
            end = deliver_lane(pk, sender=name(), go_on=self._goes_on)

        try:
            self._unbroken(deliver)
        finally:
            # Who has nothing to send holds no connection: nobody else could close it for them.
            connections.close_all()
        return end

    def _collect(self) -> None:
        for future in [future for future in self._running if future.done()]:
            pk, end = self._running.pop(future), future.result()
            for ends, members in ((LaneEnd.HARD, self._hard), (LaneEnd.MORE, self._more)):
                (members.add if end == ends else members.discard)(pk)

    def _unbroken(self, work: Callable[[], None]) -> bool:
        """Do the work with connections of this thread that are alive; False when it failed."""
        close_old_connections()
        try:
            work()
        except Exception:
            # Whatever it was (the database away, a deadlock lost), no thread may end of it.
            log.exception("webhooks not sent")
            connections.close_all()
            self._stopping.wait(LOOK_SECONDS)
            return False
        return True

    def _wait(self) -> None:
        if self._running:
            wait(self._running, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
        else:
            self._stopping.wait(LOOK_SECONDS)


def name() -> str:
    """Return what this process is called in leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


def start_sending(sender: Any, **_: Any) -> None:
    """Send webhooks beside the tasks, in a worker that takes from the queue `outward`."""
    if not takes_from(OUTWARD, sender):
        return
    webhooks = Sender(settings.WEBHOOK_THREADS)
    # A worker that is told to end says so by the first; one that ends of an error by the second
    # alone, and would wait for its sender for ever.
    for ending in (worker_shutting_down, worker_shutdown):
        ending.connect(lambda **_: webhooks.stop(), weak=False)
    threading.Thread(target=webhooks.run, name="webhooks").start()


worker_ready.connect(start_sending)
