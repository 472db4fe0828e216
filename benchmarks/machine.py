"""The machine that a figure was measured on, without paths or names."""

import os
import platform
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import gettempdir

LIBRARIES = ("django", "granian", "celery", "onnxruntime", "tokenizers", "redis", "psycopg")


def facts(database: str) -> dict[str, str]:
    """Return what a reader of the figures has to know, in the order in which it is told."""
    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "load before the run (1/5/15 min)": load(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "file system": _file_system(Path(gettempdir()).resolve()),
        "Python": platform.python_version(),
        "database": database,
        **{name: version(name) for name in LIBRARIES},
    }


def load() -> str:
    """Return how many processes wanted a core, on average of the last 1, 5 and 15 minutes."""
    return "/".join(f"{value:.1f}" for value in os.getloadavg())


def runnable(seconds: float = 2.0, looks: int = 100) -> float:
    """Return how many others wanted a core at a time, on average of so many looks."""
    seen = 0
    for _ in range(looks):
        time.sleep(seconds / looks)
        # Running and runnable ones, this process among them.
        seen += int(Path("/proc/loadavg").read_text(encoding="ascii").split()[3].split("/")[0]) - 1
    return seen / looks


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _file_system(folder: Path) -> str:
    """Return the type of the file system that holds the databases: syncing to memory is free."""
    mounts = [line.split()[1:3] for line in _lines("/proc/self/mounts")]
    holding = [(point, kind) for point, kind in mounts if folder.is_relative_to(point)]
    return max(holding, key=lambda mount: len(mount[0]), default=("", "unknown"))[1]


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
