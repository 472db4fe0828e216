"""A worker of the run: the product's own, but for a model that obeys what a text commands.

`python -m benchmarks.chaos.worker [what Celery takes]`. Without that there is no broker and no
Celery: the process judges by the worker's own timers alone.
"""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")
django.setup()

from benchmarks.chaos.broken_worker import break_worker  # noqa: E402
from benchmarks.chaos.texts import COMMANDS, POISON, digest  # noqa: E402
from benchmarks.chaos.truth import Log  # noqa: E402
from discussion.celery import app  # noqa: E402
from moderation import worker  # noqa: E402
from moderation.detectors.in_use import DETECTORS  # noqa: E402
from moderation.judge import Judge  # noqa: E402
from moderation.scoring.base import Scores  # noqa: E402
from tests.stub_scorer import StubScorer  # noqa: E402


class ChaosScorer(StubScorer):
    """Writes down that it begins a text that will kill it: nobody can tell afterwards."""

    def __init__(self, tries: Log) -> None:
        super().__init__(may_break_process=True)
        self._tries = tries

    def score(self, texts: Sequence[str]) -> list[Scores]:
        for text in texts:
            if text.startswith(COMMANDS[POISON]):
                self._tries.write(sha=digest(text))
        return super().score(texts)


def main(arguments: list[str]) -> None:
    """Work until told to end."""
    tries = Log(Path(os.environ["CHAOS_FOLDER"]) / "tries.jsonl")
    worker.use(Judge(ChaosScorer(tries), DETECTORS))
    break_worker(os.environ["CHAOS_MUTANT"])
    if arguments:
        app.worker_main(arguments)
    else:
        _judge_by_timers()


def _judge_by_timers() -> None:
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    worker.start_sweeping()
    told.wait()
    worker.end_soon()
    worker.finish_claim()


if __name__ == "__main__":
    main(sys.argv[1:])
