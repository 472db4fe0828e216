"""How fast an archive moves in, beside reading it alone, and what memory ten times more costs."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.archives import ARCHIVES
from benchmarks.options import Options
from benchmarks.publication import Publication
from benchmarks.rounds import Measured, Row, row

TIMES = 10


def measure(options: Options, publication: Publication) -> list[Row]:
    """Return two rows a format: comments a second, and megabytes at the peak of the process.

    Once each, whatever the rounds: a second import of the same archive would store nothing.
    """
    found = []
    for name in options.formats:
        small, _ = _run(publication, name, options.archive // TIMES)
        large, read = _run(publication, name, options.archive)
        size, less = f"{options.archive:,}", f"{options.archive // TIMES:,}"
        speed = [(Measured(large["per_second"]), Measured(read["per_second"]))]
        peak = [(Measured(large["megabytes"]), Measured(small["megabytes"]))]
        found.append(row("imports", f"{name}, {size}", "comments/s", speed, limit_is="dry run"))
        found.append(row("imports", f"{name}, {size}", "MB", peak, limit_is=f"{less} comments"))
    return found


def _run(
    publication: Publication, name: str, size: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Return what an import of so many comments took, and a rehearsal of it."""
    with TemporaryDirectory(prefix="discussion-archive-") as folder:
        source = ARCHIVES[name](size, Path(folder))
        mode = [publication.site.slug, name, str(source), f"{name}-{size}"]
        rehearsed, imported = (_in_a_process(*mode, run) for run in ("rehearse", "import"))
    return imported, rehearsed


def _in_a_process(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.import_run", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures
