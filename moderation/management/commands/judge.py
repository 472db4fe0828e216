"""`manage.py judge --site S`: the whole judgement of texts as a dry run, JSON lines in and out."""

import itertools
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Site
from moderation.dry_run import DryRun
from moderation.scoring.base import ScorerUnavailable
from moderation.worker import judge

# A block's texts and answers are what is in memory at once.
BLOCK = 4_096
CHUNK = 16


class Command(BaseCommand):
    help = (
        'Judge JSON lines {"id", "text"} and, for an answer, "parent" (the text that it answers) '
        "from standard input (or FILE) by a site's policy and "
        'write {"id", "outcome", "clauses", "reasons", "signals", "spans"}; nothing is stored.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="JSON lines; standard input if absent")
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument(
            "--marks", action="store_true", help="find the words that drove the scorer, slowly"
        )
        parser.add_argument("--jobs", type=_jobs, default=os.cpu_count() or 1, help="processes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line in order; exit 1 when a line could not be read, after all others."""
        site = Site.objects.select_related("policy").filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        try:
            run = DryRun.of(site, judge(), marks=options["marks"])
        except ScorerUnavailable as error:
            raise CommandError(str(error)) from error
        with _opened(options["file"]) as lines:
            failed = self._answer(run, lines, options["jobs"])
        if failed:
            raise CommandError(f"{failed} lines could not be read.")

    def _answer(self, run: DryRun, lines: TextIO, jobs: int) -> int:
        done = failed = 0
        for answer in _answers(run, lines, jobs):
            done += 1
            if "error" in answer:
                failed += 1
                self.stderr.write(f"line {done}: {answer['error']}")
            # In ASCII: an id may hold what no encoding of a terminal can write.
            self.stdout.write(json.dumps(answer))
            if done % 500 == 0:
                self.stderr.write(f"{done} judged")
        self.stderr.write(f"{done} judged, {failed} unreadable")
        return failed


def _answers(run: DryRun, lines: TextIO, jobs: int) -> Iterator[dict[str, Any]]:
    """Yield the answers in the order of the lines; more than a handful are shared among
    processes.
    """
    first = list(itertools.islice(lines, 2 * CHUNK))
    if jobs <= 1 or len(first) < 2 * CHUNK:
        yield from map(run.answer, itertools.chain(first, lines))
        return
    # Forked, so that all share the model: it cannot be sent to a process that is there already.
    context = multiprocessing.get_context("fork")
    with context.Pool(jobs, initializer=_answer_by, initargs=(run,)) as pool:
        rest = itertools.chain(first, lines)
        while block := list(itertools.islice(rest, BLOCK)):
            yield from pool.imap(_answer, block, chunksize=CHUNK)


_run: DryRun


def _answer_by(run: DryRun) -> None:
    """Begin a process of the pool."""
    global _run
    _run = run


def _answer(line: str) -> dict[str, Any]:
    return _run.answer(line)


def _jobs(text: str) -> int:
    jobs = int(text)
    if jobs < 1:
        raise ValueError(text)  # argparse says it in a sentence
    return jobs


def _opened(path: str | None) -> TextIO:
    if path is None:
        return sys.stdin
    try:
        return open(path, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
