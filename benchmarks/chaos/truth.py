"""The outside truth: what was answered to whoever posted, in files that are only appended to."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Log:
    """Lines of JSON, each whole in the file before `write` returns.

    One write to a file opened with O_APPEND: lines of several threads and processes do not mix.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, **fields: Any) -> None:
        """Append one line."""
        os.write(self._file, json.dumps(fields).encode() + b"\n")

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what was written so far."""
        with self.path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
