"""The migrated, empty SQLite database: made once for each state of the migrations, then copied.

To run some forty migrations costs more than most files of tests do, and every worker of every run
needs the result. On PostgreSQL the servers' own template does the same (run_on_servers.py).
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings

APPS = ("articles", "discussion", "moderation")


def copy_migrated(to: Path) -> None:
    """Put a migrated database where none is. Workers that begin together make it once."""
    kept = settings.BASE_DIR / ".pytest_cache" / "migrated"
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = kept / f"{_state()}.sqlite3"
        if not made.exists():
            _migrate(made)
    shutil.copyfile(made, to)


def _state() -> str:
    """Name what decides what the database looks like: migrations, and models for what follows them
    (permissions, content types).
    """
    digest = hashlib.sha256(django.__version__.encode())
    for app in APPS:
        for folder in ("migrations", "models"):
            for path in sorted((settings.BASE_DIR / app / folder).glob("*.py")):
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


def _migrate(made: Path) -> None:
    for old in made.parent.glob("*.sqlite3"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="discussion-migrated-") as folder:
        command = [
            sys.executable,
            str(settings.BASE_DIR / "manage.py"),
            "migrate",
            "--verbosity",
            "0",
        ]
        subprocess.run(command, env={**os.environ, "DISCUSSION_DATA": folder}, check=True)
        # Under its own name only when it is whole.
        fresh = made.with_suffix(".new")
        shutil.copyfile(Path(folder) / "discussion.sqlite3", fresh)
        fresh.replace(made)
