"""The job that undoes a job: each comment goes back to what it was, where nothing came after."""

from functools import partial

from django.db.models import QuerySet

from discussion.errors import StaleComment
from discussion.listing import lock_in_order
from discussion.models import Comment
from moderation import roles
from moderation.errors import NotAllowed
from moderation.flows.redecide_public import SANCTIONED_AUTHOR
from moderation.flows.undo_decision import take_back
from moderation.jobs.queue import Act, Line
from moderation.jobs.rules import comment_for
from moderation.models import Job, JobLine, ReviewItem
from moderation.queue import close_items
from moderation.roles import may

Result = JobLine.Result


class UndoJob:
    """Takes back what `undoes` did, also what somebody accepted of its proposals, in the name of
    who started the undo. A later decision or text is left as it is, with a line that says so.
    """

    def __init__(self, job: Job) -> None:
        self._job = job

    def targets(self) -> QuerySet[Comment]:
        return Comment.objects.filter(pk__in=self._lines().values("comment"))

    def look(self, comment_id: int) -> Act:
        return partial(self._undo, comment_id)

    def _lines(self) -> QuerySet[JobLine]:
        return JobLine.objects.filter(
            job=self._job.undoes_id, result__in=[Result.DECIDED, Result.ACCEPTED]
        )

    def _undo(self, comment_id: int) -> Line | None:
        lines = self._lines().select_related("after__supersedes__revision")
        done = lines.get(comment=comment_id)
        if done.after is None:
            # What joins the item at this moment comes before, and is seen, or asks anew.
            lock_in_order([comment_id])
            return self._ask_nobody(comment_for(comment_id), done)
        comment = comment_for(comment_id)
        seen = comment.version
        if not may(self._job.started_by, roles.Act.DECIDE, comment.site_id):
            raise NotAllowed
        done.after.comment = comment
        try:
            after = take_back(done.after, moderator=self._job.started_by)
        except StaleComment as error:
            raise StaleComment("Something came after it, which stays.") from error
        return Line(result=Result.DECIDED, before=done.after, after=after, seen_version=seen)

    def _ask_nobody(self, comment: Comment, done: JobLine) -> Line:
        """Close the item that the job opened, unless there is more that asks for a look."""
        item = ReviewItem.objects.filter(comment=comment, closed_at=None).first()
        if item is None or comment.version != done.seen_version:
            return Line(result=Result.REFUSED, detail="Somebody has looked at it.")
        if item.clauses or item.reasons != [SANCTIONED_AUTHOR]:
            return Line(result=Result.REFUSED, detail="It waits for other reasons as well.")
        close_items(comment)
        return Line(result=Result.DECIDED, detail="Nobody is asked.", seen_version=comment.version)
