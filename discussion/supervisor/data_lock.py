"""One supervisor a data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FolderInUse(Exception):
    """Another supervisor runs on this data folder."""


@contextmanager
def data_lock(folder: Path) -> Iterator[None]:
    """Hold the data folder, made if missing. Raises FolderInUse at once when another holds it.

    The kernel frees the lock when the holder ends, however it ends; children do not inherit it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "up.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise FolderInUse(
                f"`manage.py up` already runs on {folder} (process {file.read().strip() or '?'}). "
                "Stop it first, or set DISCUSSION_DATA to another folder for this one."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
