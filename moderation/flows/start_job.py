"""Work on many comments is ordered; workers do it (run_jobs.py)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from articles import audit
from articles.models import Site
from discussion.models import Author, User
from moderation.errors import JobRunning, JobUndone, NotAllowed, ReasonRequired, UnknownClause
from moderation.jobs.queue import OPEN
from moderation.models import Job
from moderation.roles import Act, may
from moderation.words import readable

Kind = Job.Kind


def start_reject_waiting(author: Author, *, user: User, clause: str, reasoning: str) -> Job:
    """Order that the author's held comments are rejected, each with this clause and reasoning.

    In the name of the user, who has to be allowed to decide as well. Raises NotAllowed,
    ReasonRequired, UnknownClause, UnreadableWords.
    """
    _refuse(user, author.site_id, Act.RUN_JOBS, Act.DECIDE)
    params = _rejection(author.site, clause, reasoning)
    return _store(author.site, Kind.REJECT_WAITING, user, author=author, params=params)


def start_redecide_public(
    author: Author, *, user: User, clause: str = "", reasoning: str = "", reject: bool = False
) -> Job:
    """Order that a person looks at each published comment of the author, or that each is rejected.

    Raises NotAllowed, and for a rejection ReasonRequired, UnknownClause, UnreadableWords.
    """
    _refuse(user, author.site_id, Act.RUN_JOBS, Act.DECIDE)
    said = _rejection(author.site, clause, reasoning) if reject else {}
    params = {"reject": reject, **said}
    return _store(author.site, Kind.REDECIDE_PUBLIC, user, author=author, params=params)


def start_rejudge(
    site: Site,
    *,
    user: User,
    waiting: bool,
    published: bool,
    imported: bool = False,
    since: datetime | None = None,
) -> Job:
    """Order that comments, those written `since` then, are judged by the policy and scorer of now.

    What waits is decided anew by the machine; among the published and the `imported` it only says
    what would change. Raises NotAllowed.
    """
    _refuse(user, site.pk, Act.RUN_JOBS)
    params = {
        "waiting": waiting,
        "published": published,
        "imported": imported,
        "since": since.isoformat() if since else None,
    }
    return _store(site, Kind.REJUDGE, user, params=params)


def start_undo(job: Job, *, user: User) -> Job:
    """Order that what the job did is taken back where nothing came after; once a job.

    Raises NotAllowed, JobRunning, JobUndone.
    """
    _refuse(user, job.site_id, Act.RUN_JOBS, Act.DECIDE)
    with transaction.atomic():
        # Two at once: the second waits here, and then finds the first.
        locked = Job.objects.select_for_update(no_key=True, of=("self",))
        undone = locked.select_related("site", "author").get(pk=job.pk)
        if undone.state in OPEN:
            raise JobRunning
        if undone.kind == Kind.UNDO or Job.objects.filter(undoes=undone).exists():
            raise JobUndone
        return _store(undone.site, Kind.UNDO, user, author=undone.author, undoes=undone)


def _refuse(user: User, site_id: int, *acts: Act) -> None:
    if not all(may(user, act, site_id) for act in acts):
        raise NotAllowed


def _rejection(site: Site, clause: str, reasoning: str) -> dict[str, str]:
    reasoning = readable(reasoning)
    if not (clause and reasoning):
        raise ReasonRequired
    if clause not in {known["id"] for known in site.published_policy.clauses}:
        raise UnknownClause
    return {"clause": clause, "reasoning": reasoning}


def _store(
    site: Site,
    kind: str,
    user: User,
    *,
    author: Author | None = None,
    params: Mapping[str, Any] | None = None,
    undoes: Job | None = None,
) -> Job:
    """Write the job and its line in the site's audit, which keeps no words of anybody."""
    with transaction.atomic():
        job = Job.objects.create(
            site=site,
            kind=kind,
            author=author,
            params=dict(params or {}),
            started_by=user,
            undoes=undoes,
        )
        locked = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        data = {
            "job": str(job.public_id),
            "kind": kind,
            "author": str(author.public_id) if author else None,
            "undoes": str(undoes.public_id) if undoes else None,
            "clause": job.params.get("clause", ""),
        }
        audit.append_event(
            locked, site_id=site.pk, kind="job.started", actor=f"user:{user.pk}", data=data
        )
    return job
