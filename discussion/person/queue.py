"""The queue of what persons asked: claimed under a lease, moved on step by step, ended once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from uuid_utils import compat

from discussion.models import PersonJob

LEASE = timedelta(seconds=60)
# Who was recognised before their author row was given up has stored what they sent by then.
GRACE = timedelta(seconds=30)
# What could not be ended is gone on with after a beat: never in the same run.
PAUSE = timedelta(seconds=10)
# How long somebody finds the answer: what was made is then deleted, with the row.
ANSWER_KEPT = {PersonJob.Kind.EXPORT: timedelta(days=7), PersonJob.Kind.ERASURE: timedelta(days=30)}
# What has to be kept is asked for again this often.
LOOKED_AT_AGAIN = timedelta(hours=1)


class LeaseLost(Exception):
    """The lease went to another worker: nothing of this step is stored."""


@dataclass(slots=True)
class PersonClaim:
    """A job that one worker holds under a lease; `lease` names this claim alone."""

    lease: str
    job: PersonJob

    def begin(self, *, total: int) -> None:
        """Store how many comments there are, when the job is begun or begun again."""
        self.change(total=total, done=0, kept=0)
        self.job.done = self.job.kept = 0

    def advance(self, comment_id: int, *, kept: bool = False) -> None:
        """Store that the comment was dealt with, in the transaction of what was done to it."""
        self.change(cursor=comment_id, done=F("done") + 1, kept=F("kept") + int(kept))
        self.job.cursor = comment_id
        self.job.kept += int(kept)

    def wait(self) -> None:
        """Something has to be kept for now: look at all that is left again, later."""
        self.change(
            state=PersonJob.State.KEPT, cursor=0, lease_owner="", due_at=Now() + LOOKED_AT_AGAIN
        )

    def finish(self) -> None:
        """Nothing is left to do."""
        kept = ANSWER_KEPT[PersonJob.Kind(self.job.kind)]
        self.change(
            state=PersonJob.State.DONE,
            lease_owner="",
            finished_at=Now(),
            expires_at=Now() + kept,
        )

    def release(self) -> None:
        """Let others go on with it at the next beat, unless it has moved on."""
        mine = PersonJob.objects.filter(pk=self.job.pk, lease_owner=self.lease)
        mine.update(lease_owner="", due_at=Now() + PAUSE)

    def change(self, **values: Any) -> None:
        """Store the values while the lease is ours, and renew it. Raises LeaseLost."""
        mine = PersonJob.objects.filter(
            pk=self.job.pk, lease_owner=self.lease, state=PersonJob.State.RUNNING
        )
        if not mine.update(**{"due_at": Now() + LEASE, **values}):
            raise LeaseLost


def claim_person_job(worker: str) -> PersonClaim | None:
    """Take the job that is due longest, under a lease by the database's clock; None without one."""
    lease = f"{worker}/{compat.uuid7()}"[:100]
    with transaction.atomic():
        due = PersonJob.objects.filter(~Q(state=PersonJob.State.DONE), due_at__lte=Now())
        job = due.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if job is None:
            return None
        # On SQLite nothing locks rows, but the write transaction has been ours since its begin.
        PersonJob.objects.filter(pk=job.pk).update(
            state=PersonJob.State.RUNNING, lease_owner=lease, due_at=Now() + LEASE
        )
    return PersonClaim(lease, PersonJob.objects.select_related("author").get(pk=job.pk))


def drop_expired_jobs() -> int:
    """Delete the finished jobs whose answer has expired, with what they made; return the rows."""
    return PersonJob.objects.filter(expires_at__lte=Now()).delete()[0]
