"""A worker goes on with the job that was let alone longest."""

import logging
from collections.abc import Callable

from django.db import OperationalError, transaction

from articles import audit
from articles.errors import DomainError
from articles.models import Site
from moderation.flows.redecide_public import RedecidePublic
from moderation.flows.reject_waiting import RejectWaiting
from moderation.flows.rejudge_comments import RejudgeComments
from moderation.flows.undo_job import UndoJob
from moderation.jobs.queue import Act, JobClaim, LeaseLost, Line, Work, claim_job
from moderation.judge import Judge
from moderation.models import Job, JobLine
from moderation.scoring.base import ScorerUnavailable

log = logging.getLogger(__name__)

CHUNK = 50
FAILED = Line(
    result=JobLine.Result.REFUSED, detail="Something went wrong with it; it has been noted."
)


def run_jobs(
    judge: Callable[[], Judge], *, worker: str, go_on: Callable[[], bool] = lambda: True
) -> bool:
    """Deal with comments of one job until it is done or `go_on` says no, at least with one comment.

    Returns whether there was a job at all. Each comment is dealt with in a transaction of its own,
    with its line and the job's place: a worker that is killed, here or anywhere, leaves nothing
    half done, and the next one does nothing twice. `judge` is asked for where a text has to be
    read. Raises ScorerUnavailable; the job goes on later.
    """
    claim = claim_job(worker)
    if claim is None:
        return False
    try:
        _run(claim, _work(claim, judge), go_on)
    except LeaseLost:
        log.info("job left", extra={"job": str(claim.job.public_id)})
    finally:
        claim.release()
    return True


def _work(claim: JobClaim, judge: Callable[[], Judge]) -> Work:
    match claim.job.kind:
        case Job.Kind.REJECT_WAITING:
            return RejectWaiting(claim.job)
        case Job.Kind.REDECIDE_PUBLIC:
            return RedecidePublic(claim.job)
        case Job.Kind.UNDO:
            return UndoJob(claim.job)
        case _:
            return RejudgeComments(claim, judge)


def _run(claim: JobClaim, work: Work, go_on: Callable[[], bool]) -> None:
    if claim.job.cursor == 0:
        claim.begin(total=work.targets().count())
    while chunk := _next(claim.job, work):
        for comment_id in chunk:
            _step(claim, work, comment_id)
            if not go_on():
                return
    _finish(claim)


def _next(job: Job, work: Work) -> list[int]:
    rest = work.targets().filter(pk__gt=job.cursor).order_by("pk")
    return list(rest.values_list("pk", flat=True)[:CHUNK])


def _step(claim: JobClaim, work: Work, comment_id: int) -> None:
    act = _looked_at(work, comment_id)
    with transaction.atomic():
        claim.advance(comment_id, _line(act))


def _looked_at(work: Work, comment_id: int) -> Act:
    try:
        return work.look(comment_id)
    except (ScorerUnavailable, LeaseLost, OperationalError):
        raise
    except Exception:
        log.exception("text not judged", extra={"comment": comment_id})
        return lambda: FAILED


def _line(act: Act) -> Line | None:
    """Do it; one comment's trouble is not the others', nor a reason to begin it for ever."""
    try:
        with transaction.atomic():
            return act()
    except DomainError as refusal:
        return Line(result=JobLine.Result.REFUSED, detail=refusal.detail)
    except OperationalError:
        raise  # a deadlock lost, the database away: this comment is tried again
    except Exception:
        log.exception("job could not deal with a comment")
        return FAILED


def _finish(claim: JobClaim) -> None:
    with transaction.atomic():
        claim.finish()
        site = Site.objects.select_for_update(no_key=True).get(pk=claim.job.site_id)
        results = claim.job.lines.values_list("result", flat=True)
        data = {
            "job": str(claim.job.public_id),
            "decided": results.filter(result=JobLine.Result.DECIDED).count(),
            "refused": results.filter(result=JobLine.Result.REFUSED).count(),
            "proposed": results.filter(result=JobLine.Result.PROPOSED).count(),
        }
        audit.append_event(
            site, site_id=site.pk, kind="job.finished", actor="machine:worker", data=data
        )
