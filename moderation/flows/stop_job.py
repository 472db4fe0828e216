"""A job is stopped before its end."""

from django.db import transaction
from django.db.models.functions import Now

from articles import audit
from articles.models import Site
from discussion.models import User
from moderation.errors import JobOver, NotAllowed
from moderation.jobs.queue import OPEN
from moderation.models import Job
from moderation.roles import Act, may


def stop_job(job: Job, *, user: User) -> None:
    """Let no further comment be dealt with; what was done stays, and can be undone.

    Raises NotAllowed, and JobOver when it has come to its end already.
    """
    if not may(user, Act.RUN_JOBS, job.site_id):
        raise NotAllowed
    with transaction.atomic():
        stopped = Job.objects.filter(pk=job.pk, state__in=OPEN).update(
            state=Job.State.STOPPED, finished_at=Now(), lease_until=None
        )
        if not stopped:
            raise JobOver
        site = Site.objects.select_for_update(no_key=True).get(pk=job.site_id)
        data = {"job": str(job.public_id)}
        audit.append_event(
            site, site_id=site.pk, kind="job.stopped", actor=f"user:{user.pk}", data=data
        )
