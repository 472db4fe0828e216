"""Processes of the product that a story starts, kills and starts again."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from moderation.models import WorkerHeartbeat
from tests.services.processes import environment_of_tests
from tests.services.until import until

FOLDER = Path(__file__).resolve().parents[2]
WORKER = ("worker", "--loglevel", "info", "--without-gossip", "--without-mingle")


class Worker:
    """A worker with one child process on the tests' database and broker, with short times."""

    def __init__(self, log: IO[str], *, stub: bool = False, **environment: str) -> None:
        module = ("tests.route.stub_worker",) if stub else ("celery", "-q", "-A", "discussion")
        times = {"LEASE_SECONDS": "4", "SWEEP_SECONDS": "1", "TEXT_SECONDS": "3"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", *module, *WORKER, "--concurrency", "1"],
            cwd=FOLDER,
            env=environment_of_tests(**{**times, **environment}),
            stdout=log,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        try:
            until(
                lambda: self._beats() or self.ended,
                seconds=120,
                what="the worker's first sign of life",
            )
        except AssertionError:
            # Nobody else knows of it yet: it would take the work of every test after this one.
            self.kill()
            raise

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        """kill -9 of the main process and every child, at once."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it as a deployment does; what does not end is killed."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def _beats(self) -> bool:
        return WorkerHeartbeat.objects.exists()
