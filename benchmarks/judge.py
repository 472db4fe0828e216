"""Lines a second of `manage.py judge`, which stores nothing, beside the bare model."""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from benchmarks.model import bare_model
from benchmarks.options import Options
from benchmarks.publication import Publication
from benchmarks.rounds import Measured, Row, alternate, row
from benchmarks.texts import comments

LIMIT_SECONDS = 300


def measure(options: Options, publication: Publication) -> list[Row]:
    """Return a row for one process and one for as many as the worker has."""
    texts = comments(options.comments, seed=5)
    with TemporaryDirectory(prefix="discussion-bench-judge-") as folder:
        lines, nothing = Path(folder, "lines.jsonl"), Path(folder, "nothing.jsonl")
        nothing.touch()
        lines.write_text(
            "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)),
            encoding="utf-8",
        )
        return [
            _row(options, publication.site.slug, texts, (lines, nothing), jobs)
            for jobs in sorted({1, options.processes})
        ]


def _row(options: Options, site: str, texts: list[str], files: tuple[Path, Path], jobs: int) -> Row:
    lines, nothing = files

    def of_product() -> Measured:
        start = _seconds(site, nothing, jobs)
        return Measured(len(texts) / judging(_seconds(site, lines, jobs), start))

    def of_limit() -> Measured:
        return bare_model(texts, processes=jobs)

    pairs = alternate(options.rounds, of_product, of_limit)
    limit_is = f"bare model, {jobs} process{'es' if jobs > 1 else ''}"
    return row("judge", f"manage.py judge --jobs {jobs}", "lines/s", pairs, limit_is=limit_is)


def judging(whole: float, start: float) -> float:
    """Return the seconds of a run that its lines took.

    Start and loading of the model are another figure: they are what no lines at all take, `start`.
    Where that is most of the run, as with few lines, the difference is noise (even below zero on a
    busy machine); then the whole run counts, which never flatters.
    """
    return whole - start if start < whole / 2 else whole


def _seconds(site: str, file: Path, jobs: int) -> float:
    command = [sys.executable, "manage.py", "judge", "--site", site, "--jobs", str(jobs), str(file)]
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py judge failed:\n{done.stderr}")
    return time.monotonic() - began
