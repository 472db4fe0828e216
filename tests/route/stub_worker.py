"""A real Celery worker whose model is the tests' scorer: `python -m tests.route.stub_worker ARGS`.

For what no sound model does: numbers that are none, texts that kill or hang the process.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")
django.setup()

from discussion.celery import app  # noqa: E402
from moderation import worker  # noqa: E402
from moderation.detectors.in_use import DETECTORS  # noqa: E402
from moderation.judge import Judge  # noqa: E402
from tests.stub_scorer import StubScorer  # noqa: E402

if __name__ == "__main__":
    worker.use(Judge(StubScorer(may_break_process=True), DETECTORS))
    app.worker_main(sys.argv[1:])
