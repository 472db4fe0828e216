"""Sanctions and jobs as moderators' clients see them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from articles.api.shapes import instant
from discussion.models import Author
from moderation.jobs.report import counts_of
from moderation.models import Job, Sanction
from moderation.sanctions.in_force import is_running


def sanctions_json(author: Author, sanctions: list[Sanction], now: datetime) -> dict[str, Any]:
    """Return what is in force against the author, and everything that ever was."""
    restriction = author.restriction_now
    return {
        "author_id": str(author.public_id),
        "restriction": restriction,
        "until": instant(author.restricted_until if restriction else None),
        "results": [sanction_json(sanction, author, now) for sanction in sanctions],
    }


def sanction_json(sanction: Sanction, author: Author, now: datetime) -> dict[str, Any]:
    """Return one sanction, private note included: this is for the site's staff."""
    return {
        "id": str(sanction.public_id),
        "author_id": str(author.public_id),
        "kind": sanction.kind,
        "clause": sanction.clause,
        "reason": sanction.reason,
        "private_note": sanction.private_note,
        "comment_id": str(sanction.comment.public_id) if sanction.comment else None,
        "imposed_by": sanction.imposed_by.get_username(),
        "created_at": instant(sanction.created_at),
        "ends_at": instant(sanction.ends_at),
        "lifted_by": sanction.lifted_by.get_username() if sanction.lifted_by else "",
        "lifted_at": instant(sanction.lifted_at),
        "lifted_because": sanction.lifted_because,
        "in_force": is_running(sanction, now),
    }


def job_json(job: Job) -> dict[str, Any]:
    """Return how far the job is, its lines counted by result."""
    undone_by = Job.objects.filter(undoes=job).values_list("public_id", flat=True).first()
    return {
        "id": str(job.public_id),
        "kind": job.kind,
        "site": job.site.slug,
        "author_id": str(job.author.public_id) if job.author else None,
        "state": job.state,
        "total": job.total,
        "done": job.done,
        "counts": asdict(counts_of(job)),
        "started_by": job.started_by.get_username(),
        "undoes": str(job.undoes.public_id) if job.undoes else None,
        "undone_by": str(undone_by) if undone_by else None,
        "created_at": instant(job.created_at),
        "finished_at": instant(job.finished_at),
    }
