"""CPU seconds of the service's processes: what a request costs, however busy the machine is."""

import time
from collections.abc import Mapping
from contextlib import suppress

import psutil
import redis
from django.conf import settings
from django.db import connection


class Meter:
    """Reads what each named process and all its children have used since they began."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._roots = {name: psutil.Process(pid) for name, pid in pids.items()}

    def read(self) -> dict[str, float]:
        """Return user and system seconds by name, of children that have ended too; and those of
        this process, which is the client and shares the cores.
        """
        trees = {name: _of_tree(root) for name, root in self._roots.items()}
        return {**trees, "client": time.process_time()}


def used(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Return what was used between two readings."""
    return {name: after[name] - before[name] for name in before}


def stores() -> dict[str, int]:
    """Return the main process of this run's broker, and of its database where it has one."""
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        pids = {"broker": int(broker.info("server")["process_id"])}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = psutil.Process(cursor.fetchone()[0])
        pids["database"] = backend.ppid()
    return pids


def _of_tree(root: psutil.Process) -> float:
    seconds = 0.0
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            # A child that was waited for is in its parent's sum from then on.
            seconds += times.user + times.system + times.children_user + times.children_system
    return seconds
