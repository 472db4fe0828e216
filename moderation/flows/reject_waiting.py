"""The job "reject what is waiting": what an author has in the queue."""

from functools import partial

from django.db.models import QuerySet

from discussion.models import Comment, Revision
from moderation.flows.resolve_item import resolve_item
from moderation.jobs.queue import Act, Line
from moderation.jobs.rules import comment_for, latest_ruling, overtaken
from moderation.models import Job, JobLine
from moderation.policy.types import Outcome


class RejectWaiting:
    """Rejects the author's held texts, in the name of who started the job.

    Parameters: `clause` and `reasoning`. Texts that are not judged yet are left: nobody has seen
    them. Where a sanction holds, the judgement holds them, and a person looks at each.
    """

    def __init__(self, job: Job) -> None:
        self._job = job

    def targets(self) -> QuerySet[Comment]:
        held = Revision.objects.filter(
            state=Revision.State.HELD, comment__author=self._job.author_id
        )
        return Comment.objects.filter(author=self._job.author_id, pk__in=held.values("comment"))

    def look(self, comment_id: int) -> Act:
        return partial(self._reject, comment_id)

    def _reject(self, comment_id: int) -> Line:
        comment = comment_for(comment_id)
        waiting = comment.revisions.filter(state=Revision.State.HELD).first()
        if waiting is None or overtaken(waiting, self._job):
            detail = "It changed, or somebody decided, after the job began."
            return Line(result=JobLine.Result.REFUSED, detail=detail)
        before, seen = latest_ruling(waiting), comment.version
        after = resolve_item(
            comment,
            seen_version=seen,
            outcome=Outcome.REJECT,
            moderator=self._job.started_by,
            clause=self._job.params["clause"],
            reasoning=self._job.params["reasoning"],
        )
        return Line(result=JobLine.Result.DECIDED, before=before, after=after, seen_version=seen)
