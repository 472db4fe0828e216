"""Everything that a moderator looks at before a measure against an author."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles.models import PolicyVersion
from discussion.models import Author, Comment, Revision
from moderation.desk.records import Record, record_of
from moderation.models import Job, Sanction
from moderation.sanctions.in_force import is_running

LATEST_COMMENTS = 20
LATEST_SANCTIONS = 50
LATEST_JOBS = 5
# Counted so far; more than that is said to be more.
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Imposed:
    """A sanction, and whether it is in force at the time that the page is made."""

    sanction: Sanction
    running: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A comment with its latest text."""

    comment: Comment
    text: str


@dataclass(frozen=True, slots=True)
class AuthorFile:
    """`waiting` counts what the job "reject what is waiting" would find, to MOST_COUNTED."""

    author: Author
    record: Record
    sanctions: list[Imposed]
    comments: list[Said]
    jobs: list[Job]
    waiting: int


def file_of(author: Author, policy: PolicyVersion) -> AuthorFile:
    """Read it: a fixed number of queries, however much the author wrote."""
    sanctions = Sanction.objects.filter(author=author)
    jobs = Job.objects.filter(author=author).select_related("started_by")
    held = Revision.objects.filter(comment__author=author, state=Revision.State.HELD)
    return AuthorFile(
        author=author,
        record=record_of(author, policy),
        sanctions=_imposed(
            list(
                sanctions.select_related("imposed_by", "lifted_by", "comment").order_by("-pk")[
                    :LATEST_SANCTIONS
                ]
            ),
            timezone.now(),
        ),
        comments=_latest(author),
        jobs=list(jobs.order_by("-pk")[:LATEST_JOBS]),
        waiting=held.order_by()[:MOST_COUNTED].count(),
    )


def _imposed(sanctions: list[Sanction], now: datetime) -> list[Imposed]:
    return [Imposed(sanction, is_running(sanction, now)) for sanction in sanctions]


def _latest(author: Author) -> list[Said]:
    comments = Comment.objects.filter(author=author).select_related("article")
    rows = list(comments.order_by("-pk")[:LATEST_COMMENTS])
    texts: dict[int, str] = {}
    for revision in Revision.objects.filter(comment__in=rows).order_by("number"):
        texts[revision.comment_id] = revision.text
    return [Said(row, texts.get(row.pk, "")) for row in rows]
