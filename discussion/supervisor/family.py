"""The running children: started, watched, restarted, stopped."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from discussion.supervisor.child import Child, Program
from discussion.supervisor.console import Console
from discussion.supervisor.crash_count import WRONG_CONFIGURATION, CrashCount

LOOK_SECONDS = 0.1
STOP_SECONDS = 15.0


class GaveUp(Exception):
    """A program cannot be kept running, or did not get ready in time; the message says which."""


@dataclass(slots=True)
class Family:
    """The children of one supervisor, in the order of their start.

    `stopping` is set from outside (a signal) and ends every wait here. Call from the main thread.
    """

    console: Console
    stopping: Event
    _children: dict[str, Child] = field(default_factory=dict)
    _crashes: dict[str, CrashCount] = field(default_factory=dict)

    def start(self, program: Program) -> None:
        """Start the program; from now on it is started again whenever it ends."""
        self._children[program.name] = Child(program, self.console)
        self._crashes.setdefault(program.name, CrashCount())

    def wait_until(self, is_ready: Callable[[], bool], *, name: str, seconds: float) -> None:
        """Return once it is ready or a stop was asked for. Raises GaveUp after the seconds."""
        limit = time.monotonic() + seconds
        while not self.stopping.is_set() and not is_ready():
            if time.monotonic() > limit:
                raise GaveUp(self._report(name, f"was not ready within {seconds:.0f} s"))
            self._look()

    def watch(self, seconds: float | None) -> None:
        """Keep all children running until a stop is asked for or the seconds are over.

        Raises GaveUp when one of them keeps ending.
        """
        limit = None if seconds is None else time.monotonic() + seconds
        while not self.stopping.is_set() and (limit is None or time.monotonic() < limit):
            self._look()

    def stop(self) -> None:
        """End all children, the last started first; what does not end in time is killed."""
        for name, child in reversed(self._children.items()):
            if not child.stop(STOP_SECONDS):
                self.console.say(f"{name} did not end within {STOP_SECONDS:.0f} s and was killed.")

    def kill(self) -> None:
        """End all children at once."""
        for child in reversed(self._children.values()):
            child.stop(0)

    def _look(self) -> None:
        self.stopping.wait(LOOK_SECONDS)
        for name, child in list(self._children.items()):
            code = child.exit_code()
            if code is not None and not self.stopping.is_set():
                self._start_again(name, child, code)

    def _start_again(self, name: str, child: Child, code: int) -> None:
        self._crashes[name] = self._crashes[name].after(code=code, lived=child.age)
        if code == WRONG_CONFIGURATION:
            raise GaveUp(self._report(name, "cannot run with this configuration"))
        if self._crashes[name].is_hopeless:
            raise GaveUp(self._report(name, f"ended {self._crashes[name].quick} times in a row"))
        self.console.say(f"{name} ended ({ending(code)}) and is started again.")
        # The same place in the order of stopping: reassigning a key keeps its position.
        self._children[name] = Child(child.program, self.console)

    def _report(self, name: str, what: str) -> str:
        lines = [f"    {line}" for line in self._children[name].last_lines]
        return "\n".join(
            [f"{name} {what}. {'Its last lines:' if lines else 'It said nothing.'}", *lines]
        )


def ending(code: int) -> str:
    """Say in words how a process ended: Popen gives a signal as a negative code."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"
