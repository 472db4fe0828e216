"""Runs of `manage.py chaos`, as short as they may be."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

# Only a machine that is busy with something else needs so long.
LIMIT_SECONDS = 1500
PATIENT = ("--lease", "2", "--settle", "240")


def chaos(folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run it and return its exit code and the one line that it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", "chaos", *PATIENT, "--keep", str(folder), *arguments],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.stdout.count("\n") == 1, done.stderr
    return done.returncode, json.loads(done.stdout)
