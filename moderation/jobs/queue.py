"""The queue of jobs: claimed under a lease for a while, moved on comment by comment, ended once."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from uuid_utils import compat

from discussion.models import Comment, Decision
from moderation.models import Job, JobLine

OPEN = (Job.State.WAITING, Job.State.RUNNING)


class LeaseLost(Exception):
    """The job was stopped, or its lease went to another worker: nothing of this step is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a job did, could not do or would do to one comment (see JobLine)."""

    result: JobLine.Result
    detail: str = ""
    before: Decision | None = None
    after: Decision | None = None
    seen_version: int = 0
    verdict: dict[str, Any] = field(default_factory=dict)


class Act(Protocol):
    def __call__(self) -> Line | None:
        """Do what is to be done to one comment, in the caller's transaction; None for nothing.

        A DomainError becomes a line that says why it was not done.
        """


class Work(Protocol):
    """One kind of job."""

    def targets(self) -> QuerySet[Comment]:
        """Return the comments that are meant, those dealt with included."""

    def look(self, comment_id: int) -> Act:
        """Return what to do to the comment; what takes long happens here, in no transaction."""


@dataclass(slots=True)
class JobClaim:
    """A job that one worker holds under a lease; `owner` names this claim alone."""

    owner: str
    job: Job

    def advance(self, comment_id: int, line: Line | None) -> None:
        """Store what became of the comment and that it was dealt with, in the transaction of both.

        The lease is renewed. Raises LeaseLost.
        """
        if line is not None:
            JobLine.objects.create(
                job=self.job,
                comment_id=comment_id,
                result=line.result,
                detail=line.detail[:200],
                before=line.before,
                after=line.after,
                seen_version=line.seen_version,
                verdict=line.verdict,
            )
        self._change(cursor=comment_id, done=F("done") + 1)
        self.job.cursor = comment_id

    def begin(self, total: int) -> None:
        """Store how many comments are meant, when the job is begun. Raises LeaseLost."""
        self._change(total=total)
        self.job.total = total

    def note(self, **params: Any) -> None:
        """Keep something with the job's parameters. Raises LeaseLost."""
        self.job.params = {**self.job.params, **params}
        self._change(params=self.job.params)

    def finish(self) -> None:
        """Nothing is left to do. Raises LeaseLost."""
        self._change(state=Job.State.DONE, finished_at=Now())

    def release(self) -> None:
        """Let others go on with it, after the jobs that waited longer."""
        Job.objects.filter(pk=self.job.pk, lease_owner=self.owner).update(
            lease_owner="", lease_until=Now()
        )

    def _change(self, **values: Any) -> None:
        mine = Job.objects.filter(pk=self.job.pk, lease_owner=self.owner, state=Job.State.RUNNING)
        if not mine.update(lease_until=Now() + _lease(), **values):
            raise LeaseLost


def claim_job(worker: str) -> JobClaim | None:
    """Take the job that was let alone longest, under a lease by the database's clock; None when
    nothing is to be done.
    """
    owner = f"{worker}/{compat.uuid7()}"
    longest_alone = F("lease_until").asc(nulls_first=True)
    with transaction.atomic():
        free = Job.objects.filter(_is_free()).select_for_update(skip_locked=True)
        job = free.order_by(longest_alone, "pk").first()
        if job is None:
            return None
        # On SQLite nothing locks rows, but the write transaction has been ours since its begin.
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.RUNNING, lease_owner=owner, lease_until=Now() + _lease()
        )
    rows = Job.objects.select_related("site__policy", "author", "started_by", "undoes")
    return JobClaim(owner, rows.get(pk=job.pk))


def _is_free() -> Q:
    return Q(state__in=OPEN) & (Q(lease_until=None) | Q(lease_until__lte=Now()))


def _lease() -> timedelta:
    return timedelta(seconds=settings.LEASE_SECONDS)
