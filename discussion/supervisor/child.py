"""A program, and the process that runs it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from discussion.supervisor.console import Console

LEASH = Path(__file__).with_name("leash.py")
FOLDER = Path(__file__).resolve().parents[2]
KEPT_LINES = 20


@dataclass(frozen=True, slots=True)
class Program:
    """What to run under which name.

    `environment` is added to the supervisor's own; lines that hold one of `hidden` are not shown.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()


class Child:
    """One running process in a process group of its own, so that the terminal's Ctrl-C passes it.

    Must be made in the main thread: the leash holds as long as the thread that made it.
    """

    def __init__(self, program: Program, console: Console) -> None:
        self.program = program
        self.last_lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._console = console
        self._started = time.monotonic()
        self._group_ended = False
        self._process = subprocess.Popen(  # noqa: S603 - our own argument list, no shell
            [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *program.command],
            cwd=FOLDER,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,
        )
        assert self._process.stdout is not None
        self._reader = threading.Thread(
            target=self._copy_lines, args=(self._process.stdout,), daemon=True
        )
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def age(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def exit_code(self) -> int | None:
        """Return None while it runs; once it has ended, nothing of its group is left behind."""
        code = self._process.poll()
        if code is not None:
            self._end_group()
        return code

    def stop(self, seconds: float) -> bool:
        """Ask it to end and wait; return False when it had to be killed."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        finally:
            self._end_group()
        return True

    def _end_group(self) -> None:
        # Once only: after that the kernel may give the number to somebody else's group.
        if self._group_ended:
            return
        self._group_ended = True
        # Pool processes outlive a main process that was killed, and would go on judging.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(timeout=1)

    def _copy_lines(self, output: IO[str]) -> None:
        with output:
            for line in output:
                text = line.rstrip()
                if text and not any(part in text for part in self.program.hidden):
                    self.last_lines.append(text)
                    self._console.line(self.program.name, text)
