"""A worker process at jobs: a little at a time, and judging comes before."""

import logging
from collections.abc import Callable
from time import monotonic

from moderation import worker
from moderation.flows.run_jobs import run_jobs
from moderation.scoring.base import ScorerUnavailable

log = logging.getLogger(__name__)

# Then the process is free for other tasks (mail, webhooks) before it goes on.
SLICE_SECONDS = 5.0


def run_for_a_while() -> bool:
    """Go on with jobs for SLICE_SECONDS; True when there may be more to do at once."""
    begun = monotonic()

    def go_on() -> bool:
        return monotonic() - begun < SLICE_SECONDS and worker.goes_on()

    while go_on():
        if not worker.run_between(lambda: _one_piece(go_on)):
            return False
    return worker.goes_on()


def _one_piece(go_on: Callable[[], bool]) -> bool:
    """Deal with comments of one job until somebody posts; False when there is no job."""
    try:
        return run_jobs(
            worker.judge,
            worker=worker.name(),
            go_on=lambda: go_on() and not worker.is_wanted(),
        )
    except ScorerUnavailable:
        log.exception("nothing can be judged at present")
        return False
