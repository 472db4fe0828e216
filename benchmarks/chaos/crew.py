"""The processes of a run: started again whenever they end, found by name, stopped at the end."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from discussion.supervisor.child import Child, Program
from discussion.supervisor.console import Console

# Generous: on a busy machine a process takes its time.
START_SECONDS = 300.0
STOP_SECONDS = 15.0
LOOK_SECONDS = 0.02
# What ends so soon by itself, so often in a row, will not run.
QUICK_SECONDS, MOST_QUICK = 2.0, 5


class CannotRun(Exception):
    """A process does not start, or not in time; the message holds its last lines."""


class Crew:
    """Call from the main thread: a child's leash holds as long as the thread that made it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._children: dict[str, Child] = {}
        self._quick: Counter[str] = Counter()
        self.restarts: Counter[str] = Counter()

    def start(self, program: Program) -> None:
        """Start the program; from now on it is started again whenever it ends."""
        self._children[program.name] = Child(program, self._console)

    def look(self) -> None:
        """Start again what has ended, then wait for a moment. Raises CannotRun."""
        for name, child in self._children.items():
            if child.exit_code() is None:
                continue
            self._quick[name] = self._quick[name] + 1 if child.age < QUICK_SECONDS else 0
            if self._quick[name] >= MOST_QUICK:
                raise CannotRun(self._said(name, "keeps ending"))
            self.restarts[name] += 1
            self._children[name] = Child(child.program, self._console)
        time.sleep(LOOK_SECONDS)

    def wait_until(self, is_so: Callable[[], bool], *, what: str) -> None:
        """Return once it is so. Raises CannotRun after START_SECONDS."""
        limit = time.monotonic() + START_SECONDS
        while not is_so():
            if time.monotonic() > limit:
                raise CannotRun(f"{what} was not so within {START_SECONDS:.0f} s.")
            self.look()

    def pid(self, name: str) -> int:
        return self._children[name].pid

    def descendants(self, name: str) -> list[int]:
        """Return the children that the process forked, without itself."""
        pid = self.pid(name)
        with suppress(OSError):
            listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            return [int(word) for word in listed.split()]
        return []

    def names(self, prefix: str) -> list[str]:
        return sorted(name for name in self._children if name.startswith(prefix))

    def stop(self) -> None:
        """End all, the last started first; what does not end in time is killed."""
        for child in reversed(self._children.values()):
            child.stop(STOP_SECONDS)
        self._children.clear()

    def _said(self, name: str, what: str) -> str:
        return os.linesep.join([f"{name} {what}:", *self._children[name].last_lines])


def send(pid: int, number: signal.Signals) -> None:
    """Send the signal, to whoever is still there."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)
