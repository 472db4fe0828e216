"""One output for the lines of all processes."""

import json
import threading
from dataclasses import dataclass, field
from typing import Protocol

# Bright enough on dark and on light terminals; red stays free for errors.
COLOURS = {"up": "1", "broker": "35", "web": "36", "worker": "33", "beat": "32"}


class Stream(Protocol):
    """What a console writes to: a terminal, a file, a command's stdout."""

    def write(self, text: str, /) -> object: ...

    def flush(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Console:
    """Prints whole lines, each with the name of the process that wrote it.

    Safe to call from several threads. As JSON a line is {"process": name, "line": text}.
    """

    stream: Stream
    colour: bool = False
    as_json: bool = False
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def line(self, name: str, text: str) -> None:
        """Print one line of that process."""
        with self._turn:
            self.stream.write(self._shape(name, text) + "\n")
            self.stream.flush()

    def say(self, text: str) -> None:
        """Print a line of the supervisor's own."""
        self.line("up", text)

    def _shape(self, name: str, text: str) -> str:
        if self.as_json:
            return json.dumps({"process": name, "line": text}, ensure_ascii=False)
        if self.colour:
            return f"\x1b[{COLOURS.get(name, '0')}m{name:<6} │\x1b[0m {text}"
        return f"{name:<6} │ {text}"
