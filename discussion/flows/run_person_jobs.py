"""A worker does what persons asked for: copies and erasures."""

import logging
from collections.abc import Callable

from discussion.errors import StaleComment
from discussion.flows.copy_person import copy_person
from discussion.flows.erase_person import erase_person
from discussion.models import PersonJob
from discussion.person.queue import LeaseLost, PersonClaim, claim_person_job

log = logging.getLogger(__name__)


def run_person_jobs(*, worker: str, go_on: Callable[[], bool] = lambda: True) -> int:
    """Go on with what is due, at least a step, as long as `go_on` says yes; return how many jobs
    were looked at.

    Safe to run twice, at once, and to be killed at any moment: each step is stored with its place.
    """
    looked_at = 0
    while (claim := claim_person_job(worker)) is not None:
        looked_at += 1
        try:
            _work(claim, go_on)
        except (LeaseLost, StaleComment) as left:
            log.info("job of a person left", extra=_told(claim, left))
        finally:
            claim.release()
        if not go_on():
            break
    return looked_at


def _work(claim: PersonClaim, go_on: Callable[[], bool]) -> None:
    if claim.job.kind == PersonJob.Kind.ERASURE:
        erase_person(claim, go_on)
    else:
        copy_person(claim)


def _told(claim: PersonClaim, left: Exception) -> dict[str, str]:
    return {"job": str(claim.job.public_id), "error": type(left).__name__}
