"""A web process as a unit of deploy/ starts it, on a port of its own, and a worker beside it."""

import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from discussion.supervisor import programs
from tests.route.processes import Worker
from tests.services.postgresql import free_port
from tests.services.processes import environment_of_tests
from tests.services.until import until

FOLDER = Path(__file__).resolve().parents[3]


@contextmanager
def web(log: IO[str], **environment: str) -> Iterator[str]:
    """Serve with these variables beside the tests' own; yield the address."""
    port = free_port()
    process = start(port, log, **environment)
    base = f"http://127.0.0.1:{port}"
    try:
        until(
            lambda: _answers(base) or process.poll() is not None, seconds=120, what="a web process"
        )
        assert process.poll() is None, "the web process did not start"
        yield base
    finally:
        _end(process)


@contextmanager
def judging(log: IO[str], **environment: str) -> Iterator[None]:
    """Judge what comes, by the tests' scorer."""
    worker = Worker(log, stub=True, **environment)
    try:
        yield
    finally:
        worker.stop()


def start(port: int, log: IO[str], **environment: str) -> "subprocess.Popen[bytes]":
    command = programs.web(port, {}).command
    variables = environment_of_tests(**environment)
    return subprocess.Popen(
        command, cwd=FOLDER, env=variables, stdout=log, stderr=subprocess.STDOUT, process_group=0
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """As a service manager does: what does not end when it is asked to is killed, with its own."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(base: str) -> bool:
    try:
        return urllib.request.urlopen(f"{base}/healthz", timeout=5).status == 200
    except (urllib.error.URLError, OSError):
        return False
