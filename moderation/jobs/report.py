"""What a job has done so far, counted from its lines."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from moderation.jobs.queue import OPEN
from moderation.models import Job, JobLine

Result = JobLine.Result


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines there are of each result."""

    decided: int
    refused: int
    proposed: int
    accepted: int
    dismissed: int


def counts_of(job: Job) -> Counts:
    """Count: one query, by index."""
    counted = dict(job.lines.values_list("result").annotate(Count("pk")).order_by())
    return Counts(**{result.value: counted.get(result.value, 0) for result in Result})


def lines_of(job: Job, result: str = "") -> QuerySet[JobLine]:
    """Return the lines with what is shown of each, proposals first where no result is asked for."""
    lines = JobLine.objects.filter(job=job, **({"result": result} if result else {}))
    return lines.select_related(
        "job",
        "comment__author",
        "comment__article__site",
        "comment__public_revision",
        "before__revision",
        "after",
    ).order_by("pk")


def is_open(job: Job) -> bool:
    """Whether there is more to be done."""
    return job.state in OPEN


def can_be_undone(job: Job) -> bool:
    """Whether it did something that may still be taken back, as far as the job knows."""
    return (
        not is_open(job)
        and job.kind != Job.Kind.UNDO
        and not Job.objects.filter(undoes=job).exists()
        and job.lines.filter(result__in=[Result.DECIDED, Result.ACCEPTED]).exists()
    )
