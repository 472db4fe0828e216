"""A folder that is there when it is complete, and not before."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """Yield a folder that becomes `out` when all went well, and is gone when not.

    Raises FileExistsError where `out` exists.
    """
    if out.exists():
        raise FileExistsError(f"{out} exists already.")
    fresh = out.with_name(f".{out.name}.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        yield fresh
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
