"""Files that are read once from start to end, as they are or compressed by gzip."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from discussion.imports.records import SourceUnreadable

_GZIP = b"\x1f\x8b"
# A comment is a few thousand bytes; what is longer than this is no line of comments.
MAX_LINE = 16 * 1024 * 1024


class SourceFile:
    """A file that tells how far it was read, in bytes as they lie on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._raw: BinaryIO | None = None
        self._before = 0

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def done(self) -> int:
        return self._before if self._raw is None else self._raw.tell()

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file's contents. Raises SourceUnreadable where they cannot be read."""
        try:
            with self.path.open("rb") as raw:
                self._raw = raw
                is_gzip = raw.read(2) == _GZIP
                raw.seek(0)
                try:
                    yield cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if is_gzip else raw
                finally:
                    self._before, self._raw = raw.tell(), None
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise SourceUnreadable(f"byte {self.done:,}", f"broken gzip data: {error}") from error
        except OSError as error:
            raise SourceUnreadable(str(self.path), error.strerror or str(error)) from error

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield each line that is not empty, with its number. Raises SourceUnreadable."""
        with self.opened() as file:
            number = 0
            while line := file.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raise SourceUnreadable(f"line {number:,}", "the line does not end")
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if line.strip():
                    yield number, line

    def first_byte(self) -> bytes:
        """Return the first byte that is no space, or nothing."""
        with self.opened() as file:
            return file.read(io.DEFAULT_BUFFER_SIZE).removeprefix(b"\xef\xbb\xbf").strip()[:1]
