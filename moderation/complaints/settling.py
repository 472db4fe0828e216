"""What becomes of reports and notices once it was decided about their comment."""

from datetime import timedelta

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.fields import DateTimeField
from django.utils import timezone

from discussion.models import Comment, Decision, Revision
from moderation.models import Notice, Report
from moderation.queue import join_item
from moderation.why import UNDONE

REPORTED, NOTICED = "reported", "notice"
# What somebody calls illegal is looked at before anything that a machine suspects.
NOTICED_HARM = 1.0
# A comment is at version 2 when it is judged, or withdrawn, for the first time: nobody had seen it,
# so nobody can have said anything against it.
FIRST_CHANGE = 2
GONE = frozenset({Comment.Status.WITHDRAWN, Comment.Status.ERASED})
# A decision may be undone at once: its answer is not mailed before.
GRACE = timedelta(minutes=2)


def settle_complaints(comment: Comment) -> None:
    """Answer the reports and notices about the comment by what has just become of it.

    A person's ruling answers both: they were right when it rejects, not when it publishes; there is
    no answer (any more) when it holds, or takes back such a ruling. A text that was replaced gets
    the answer of the one in its place. What the machine removes answers notices alone, for their
    senders wait; and so does a comment that its author took away, of which nothing is left to
    decide. In the transaction of the change, which holds the comment's row; twice is once.
    """
    if comment.version <= FIRST_CHANGE:
        return
    notices = Notice.objects.filter(comment=comment)
    if comment.status in GONE:
        _answer_notices(notices.filter(settled_at=None), None, upheld=False)
        return
    last = Decision.objects.filter(comment=comment).select_related("revision").latest("id")
    meant = _meant_by(last)
    about = Q(revision=last.revision)
    if last.actor_kind == Decision.Actor.PERSON:
        about |= _replaced_by(last.revision)
        by_person = meant.actor_kind == Decision.Actor.PERSON
        reports = Report.objects.filter(about, comment=comment)
        _answer(reports, last, upheld=_right(meant) if by_person else None)
    _answer_notices(notices.filter(about), last, upheld=_right(meant))


def ask_about_complaints(comment: Comment) -> None:
    """See to it that a person looks at what was said against a public comment and has no answer.

    For after a ruling on another text of it, which closed what was open about the comment; what was
    opened for that other text since is joined.
    """
    if comment.version <= FIRST_CHANGE or comment.public_revision is None:
        return
    reasons = [
        code
        for code, model in ((NOTICED, Notice), (REPORTED, Report))
        if model._default_manager.filter(comment=comment, settled_at=None).exists()
    ]
    if reasons:
        harm = NOTICED_HARM if NOTICED in reasons else 0.0
        join_item(comment.public_revision, reasons=reasons, harm=harm)


def _meant_by(decision: Decision) -> Decision:
    """Return the ruling that this one restores, where it takes another one back; else itself."""
    while UNDONE in decision.reasons:
        undone = decision.supersedes
        assert undone is not None and undone.supersedes is not None  # both were there to be undone
        decision = undone.supersedes
    return decision


def _right(decision: Decision) -> bool | None:
    """Whether whoever complained was right, by the ruling's word; None: it does not say."""
    if decision.outcome == Decision.Outcome.REJECT:
        return True
    by_person = decision.actor_kind == Decision.Actor.PERSON
    return False if decision.outcome == Decision.Outcome.PUBLISH and by_person else None


def _replaced_by(revision: Revision) -> Q:
    return Q(revision__state=Revision.State.SUPERSEDED, revision__number__lt=revision.number)


def _answer(
    rows: QuerySet[Report] | QuerySet[Notice],
    decision: Decision | None,
    *,
    upheld: bool | None,
    **more: object,
) -> None:
    """Store the answer where it is another one than before."""
    if upheld is None:
        rows.exclude(settled_at=None).update(upheld=None, settled_at=None, decision=None)
        return
    rows.exclude(upheld=upheld).update(
        upheld=upheld, settled_at=timezone.now(), decision=decision, **more
    )


def _answer_notices(
    notices: QuerySet[Notice], decision: Decision | None, *, upheld: bool | None
) -> None:
    """The answer is mailed, and mailed again when it becomes another one."""
    due = Case(
        When(email="", then=Value(None)),
        default=Value(timezone.now() + GRACE),
        output_field=DateTimeField(null=True),
    )
    _answer(notices, decision, upheld=upheld, answer_sent_at=None, due_at=due, attempts=0)
