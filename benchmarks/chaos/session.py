"""One run in its place, started by `python -m benchmarks.chaos` alone."""

import json
import logging
import signal
import sys
import time
from dataclasses import asdict

import django

# Before everything else: the parts import models.
django.setup()

from django.db import connection  # noqa: E402

from benchmarks.chaos import servers  # noqa: E402
from benchmarks.chaos.crew import CannotRun, Crew  # noqa: E402
from benchmarks.chaos.mutants import MUTANTS  # noqa: E402
from benchmarks.chaos.options import Options  # noqa: E402
from benchmarks.chaos.run import Run  # noqa: E402
from benchmarks.chaos.verdict import judged, kinds_taken  # noqa: E402
from benchmarks.publication import Publication  # noqa: E402
from discussion.models import Comment  # noqa: E402
from discussion.supervisor.console import Console  # noqa: E402

# A reader writes so little that nobody takes it for a flood.
COMMENTS_A_READER = 8
CANNOT_RUN = 2


def main(arguments: list[str]) -> int:
    """Run, print one line of JSON, and return 0 if no promise was broken."""
    options = Options.of(arguments)
    # As an exception, so that everything that was started is ended.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    # This process only prepares and judges: its log lines are not those of a server.
    logging.disable(logging.INFO)
    began = time.monotonic()
    folder = options.keep / options.name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jsonl"):
        old.unlink()
    database = servers.database()
    try:
        with (folder / "processes.log").open("w", encoding="utf-8") as lines:
            crew = Crew(Console(lines))
            run = Run.prepared(options, crew, database, _publication(options), folder)
            try:
                run.go()
            finally:
                run.end()
        return _tell(options, run, began)
    except CannotRun as error:
        print(f"Not run: {error}", file=sys.stderr)
        return CANNOT_RUN
    finally:
        connection.close()
        if database is not None:
            database.stop()


def _publication(options: Options) -> Publication:
    if options.mutant and (statement := MUTANTS[options.mutant].statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    return Publication.founded(readers=max(1, options.comments // COMMENTS_A_READER))


def _tell(options: Options, run: Run, began: float) -> int:
    judging = time.monotonic()
    verdict = judged(run.said.lines(), run.tries.lines(), posted=options.comments)
    run.seconds["judge"] = time.monotonic() - judging
    run.seconds["all"] = time.monotonic() - began
    statuses = Comment.objects.values_list("status", flat=True)
    line = {
        "db": options.db,
        "broker": options.broker,
        "seed": options.seed,
        "mutant": options.mutant or None,
        "comments": options.comments,
        "texts": kinds_taken(run.said.lines()),
        "edits": sum(said["event"] == "edited" for said in run.said.lines()),
        "repeated": run.repeated,
        "faults": dict(sorted(run.injector.done.items())),
        "stalls_holding": run.injector.stalls_holding,
        "restarts": dict(sorted(run.crew.restarts.items())),
        "published": statuses.filter(status="published").count(),
        "held": statuses.filter(status="held").count(),
        **asdict(verdict),
        "seconds": {name: round(value, 1) for name, value in run.seconds.items()},
        "logs": str(run.said.path.parent),
    }
    print(json.dumps(line), flush=True)
    return 0 if verdict.is_clean else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
