"""The job "judge again": after a new policy or scorer, what waits is decided anew."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from discussion.errors import CommentGone
from discussion.models import Comment, Decision, ImportedComment, Revision
from moderation.circumstances import HOUSE, floods
from moderation.detectors.base import Finding, Span
from moderation.external.opinion import opinion_on, question_on
from moderation.flows.judge_again import decide_again, propose
from moderation.flows.judge_imported import judge_imported
from moderation.jobs.queue import Act, JobClaim, Line
from moderation.jobs.rules import latest_ruling
from moderation.judge import Judge
from moderation.models import Appeal, JobLine, Notice, Report, Signal
from moderation.policy.engine import FAULT
from moderation.policy.types import Mode
from moderation.reading import read_text
from moderation.screenings import MAX_ATTEMPTS

# The parameter of the job that counts how often the text was begun that it is at.
TRYING = "trying"


class RejudgeComments:
    """The work of a job with the parameters `waiting`, `published`, `imported` and `since` (a time
    or None).

    The machine never rules where a person has, nothing that is public changes by itself, and
    neither does what came from elsewhere.
    """

    def __init__(self, claim: JobClaim, judge: Callable[[], Judge]) -> None:
        self._claim, self._job, self._judge = claim, claim.job, judge

    def targets(self) -> QuerySet[Comment]:
        params = self._job.params
        held = Revision.objects.filter(comment=OuterRef("pk"), state=Revision.State.HELD)
        meant = Q(pk__in=[])
        if params["waiting"]:
            meant |= Q(Exists(held), status__in=[Comment.Status.HELD, Comment.Status.PUBLISHED])
        if params["published"]:
            meant |= Q(status=Comment.Status.PUBLISHED)
        if params.get("imported"):
            states = [Comment.Status.PUBLISHED, Comment.Status.HELD]
            meant |= Q(Exists(_came_in()), status__in=states)
        comments = Comment.objects.filter(meant, site=self._job.site)
        since = params["since"]
        return comments.filter(created_at__gte=datetime.fromisoformat(since)) if since else comments

    def look(self, comment_id: int) -> Act:
        comment = _comment(comment_id)
        revision = self._revision(comment)
        if revision is None:
            return _nothing
        if (why := self._refusal(comment, revision)) is not None:
            return partial(_refused, why)
        mode = _mode(comment, revision)
        judge = self._judge()
        if not self._may_try(revision):
            return partial(_refused, "It was tried in vain: a person has to read it.")
        findings = read_text(revision, self._job.site, mode, judge)
        if (question := question_on(revision, self._job.site, findings)) is not None:
            findings += opinion_on(question)
        if self._is_imported(comment):
            return partial(judge_imported, comment, revision, findings, judge)
        if revision.state == Revision.State.HELD:
            findings += _flood_of(revision)
            return partial(decide_again, revision.pk, findings, judge)
        return partial(propose, comment, revision, findings, judge)

    def _revision(self, comment: Comment) -> Revision | None:
        """Return the text to be judged: the one that waits, else the public one, as was asked."""
        imported = self._is_imported(comment)
        held = comment.revisions.filter(state=Revision.State.HELD).first()
        if held is not None and (self._job.params["waiting"] or imported):
            held.comment = comment
            return held
        asked = self._job.params["published"] or imported
        public = comment.public_revision if asked else None
        if public is not None:
            public.comment = comment
        return public

    def _is_imported(self, comment: Comment) -> bool:
        """Whether it came from elsewhere, and the job is about such comments."""
        return bool(self._job.params.get("imported")) and hasattr(comment, "imported_as")

    def _refusal(self, comment: Comment, revision: Revision) -> str | None:
        last = latest_ruling(revision)
        by_person = last is not None and last.actor_kind == Decision.Actor.PERSON
        if revision.state == Revision.State.HELD:
            if by_person:
                return "A person ruled on it."
            if _was_taken_over(last) and not self._is_imported(comment):
                return "It was held where it came from: a person decides."
            return "Somebody objects to it: a person decides." if _objected(comment) else None
        # A person has seen this text and this policy: there is nothing new to ask.
        policy = self._job.site.published_policy
        same = last is not None and last.policy_id == policy.pk
        return "A person published it under this policy." if by_person and same else None

    def _may_try(self, revision: Revision) -> bool:
        """Count the attempt before the text is read; False for one that was tried too often.

        A text that was given up when it was posted has one try: an outage may have been to blame.
        """
        tried_before, attempts = self._job.params.get(TRYING, (0, 0))
        if tried_before != revision.pk:
            attempts = MAX_ATTEMPTS - 1 if _was_given_up(revision) else 0
        if attempts >= MAX_ATTEMPTS:
            return False
        self._claim.note(**{TRYING: [revision.pk, attempts + 1]})
        return True


def _comment(comment_id: int) -> Comment:
    rows = Comment.objects.select_related(
        "article__site", "site__policy", "public_revision", "imported_as"
    )
    return rows.get(pk=comment_id)


def _came_in() -> QuerySet[ImportedComment]:
    return ImportedComment.objects.filter(comment=OuterRef("pk"))


def _was_taken_over(ruling: Decision | None) -> bool:
    return ruling is not None and ruling.actor_kind == Decision.Actor.IMPORT


def _mode(comment: Comment, revision: Revision) -> Mode:
    held = revision.state == Revision.State.HELD
    return Mode(comment.article.moderation_now) if held else Mode.MACHINE


def _flood_of(revision: Revision) -> list[Finding]:
    """Return what was found when the text came: by now others' texts are forgotten."""
    flood = Signal.objects.filter(decision__revision=revision, attribute="flood").last()
    if flood is not None:
        spans = tuple(Span(*span) for span in flood.spans)
        return [Finding("flood", flood.value, HOUSE, spans)]
    failed = Signal.objects.filter(
        decision__revision=revision, attribute=FAULT, producer=HOUSE.name
    )
    return [floods([revision])[revision.pk]] if failed.exists() else []


def _was_given_up(revision: Revision) -> bool:
    screening = getattr(revision, "screening", None)
    return screening is not None and screening.attempts > MAX_ATTEMPTS


def _objected(comment: Comment) -> bool:
    """Whether a reader, a notifier or the author waits for a person's answer about it."""
    return (
        Report.objects.filter(comment=comment, settled_at=None).exists()
        or Notice.objects.filter(comment=comment, settled_at=None).exists()
        or Appeal.objects.filter(comment=comment, state=Appeal.State.OPEN).exists()
    )


def _nothing() -> None:
    """The comment was withdrawn or decided since it was chosen."""
    raise CommentGone("It changed meanwhile.")


def _refused(why: str) -> Line:
    return Line(result=JobLine.Result.REFUSED, detail=why)
