"""The job "look again at what is public": what an author has on the page."""

from functools import partial

from django.db.models import QuerySet

from discussion.errors import RevisionPending
from discussion.listing import lock_in_order
from discussion.models import Comment
from moderation.flows.resolve_item import resolve_item
from moderation.jobs.queue import Act, Line
from moderation.jobs.rules import comment_for, overtaken
from moderation.models import Job, JobLine
from moderation.policy.types import Outcome
from moderation.queue import join_item

SANCTIONED_AUTHOR = "sanctioned-author"
# As harmful as anything by an author who was sanctioned: before what a rule barely met.
HARM = 0.5


class RedecidePublic:
    """Asks a person about each published comment of the author, or rejects it where the parameter
    `reject` says so, with `clause` and `reasoning`, in the name of who started the job.
    """

    def __init__(self, job: Job) -> None:
        self._job = job

    def targets(self) -> QuerySet[Comment]:
        return Comment.objects.filter(author=self._job.author_id, status=Comment.Status.PUBLISHED)

    def look(self, comment_id: int) -> Act:
        return partial(self._redecide, comment_id)

    def _redecide(self, comment_id: int) -> Line:
        if not self._job.params["reject"]:
            # Nobody decides between this look and the item; a rejection compares the version.
            lock_in_order([comment_id])
        comment = comment_for(comment_id)
        public = comment.public_revision
        if public is None or overtaken(public, self._job):
            detail = "It changed, or somebody decided, after the job began."
            return Line(result=JobLine.Result.REFUSED, detail=detail)
        if self._job.params["reject"]:
            return self._reject(comment)
        public.comment = comment
        join_item(public, reasons=[SANCTIONED_AUTHOR], harm=HARM)
        return Line(
            result=JobLine.Result.DECIDED,
            detail="A person is asked.",
            before=comment.decision,
            seen_version=comment.version,
        )

    def _reject(self, comment: Comment) -> Line:
        if comment.revisions.filter(state__in=["pending", "held"]).exists():
            raise RevisionPending("An edit of it waits: that one has to be decided first.")
        before, seen = comment.decision, comment.version
        after = resolve_item(
            comment,
            seen_version=seen,
            outcome=Outcome.REJECT,
            moderator=self._job.started_by,
            clause=self._job.params["clause"],
            reasoning=self._job.params["reasoning"],
        )
        return Line(result=JobLine.Result.DECIDED, before=before, after=after, seen_version=seen)
