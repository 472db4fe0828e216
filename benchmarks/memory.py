"""What processes have in memory, and processes that stand still."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def resident_megabytes(pid: int) -> list[float]:
    """Return the resident set of a process and of all below it, what they share in each."""
    return [_resident(one) for one in _family(pid)]


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Let the process and all below it stand still for the length of the body."""
    family = _family(pid)
    for one in family:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in family:
            os.kill(one, signal.SIGCONT)


def _family(pid: int) -> list[int]:
    pids = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text(encoding="ascii").split():
            pids += _family(int(child))
    return pids


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    told = next(line for line in lines if line.startswith("VmRSS:"))
    return int(told.split()[1]) / 1024
