"""One run in its place: `python -m benchmarks.session`, started by `python -m benchmarks` alone."""

import logging
import sys
from pathlib import Path

import django

# Before everything else: the parts import models.
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import (  # noqa: E402
    imports,
    judge,
    machine,
    queue,
    reads,
    scoring,
    validation,
    verdicts,
)
from benchmarks.capacity import part as capacity  # noqa: E402
from benchmarks.crowd import part as crowd  # noqa: E402
from benchmarks.options import Options  # noqa: E402
from benchmarks.publication import Publication  # noqa: E402
from benchmarks.report import Report, markdown, write  # noqa: E402
from benchmarks.rounds import Row  # noqa: E402
from tests.services.migrated import copy_migrated  # noqa: E402

MEASURE = {
    "reads": reads.measure,
    "verdicts": verdicts.measure,
    "scoring": scoring.measure,
    "judge": judge.measure,
    "queue": queue.measure,
    "imports": imports.measure,
}
# Parts with results of their own shape; each returns the exit code.
ALONE = {"crowd": crowd.measure, "capacity": capacity.measure, "validation": validation.measure}


def main(arguments: list[str]) -> int:
    """Measure the parts, write the results and print the tables; return the exit code."""
    options = Options.of(arguments)
    # This process only prepares: its log lines are not those of a server.
    logging.disable(logging.INFO)
    if settings.EMBEDDED:
        copy_migrated(Path(str(settings.DATABASES["default"]["NAME"])))
    else:
        call_command("migrate", verbosity=0, interactive=False)
    facts = machine.facts(database())
    if rows := [part for part in options.parts if part in MEASURE]:
        _measure(rows, options, facts)
    codes = [0]
    for part in options.parts:
        if part in ALONE:
            print(f"{part}: measuring", file=sys.stderr, flush=True)
            codes.append(ALONE[part](options, facts))
    return max(codes)


def _measure(parts: list[str], options: Options, facts: dict[str, str]) -> None:
    publication = Publication.founded()
    rows: list[Row] = []
    for part in parts:
        print(f"{part}: measuring", file=sys.stderr, flush=True)
        rows += MEASURE[part](options, publication)
        # After each part: what is measured is not lost when a later part fails.
        measured = Report(facts, options.rounds, tuple(rows))
        write(measured, options.results)
    print(markdown(measured))


def database() -> str:
    """Return the database's name and version, and what about it is not as in production."""
    version = ".".join(map(str, connection.get_database_version()))
    # The tests' server, which does not sync: a commit costs less than on a disk.
    return f"{connection.vendor} {version}{' fsync off' if settings.DATABASE_URL else ''}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
