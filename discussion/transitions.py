"""Which state follows which: pure, so that the whole table can be read and tested in one place."""

from dataclasses import dataclass

from discussion.errors import CommentGone, StaleComment
from discussion.models import Comment, Decision, Revision

Status = Comment.Status
State = Revision.State


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of a comment and of the revision ruled on.

    `event` is what the outbox tells, empty for nothing; `public` whether readers see a difference;
    `effective` whether the ruling is the comment's effective decision (not so for an edit that the
    old text outlives).
    """

    status: Status
    state: State
    event: str
    public: bool
    effective: bool


def after_ruling(comment: Comment, revision: Revision, outcome: str, *, anew: bool) -> Move:
    """Return the move that a ruling makes.

    `anew`: it may follow an earlier ruling on the same text, as a person's does. Raises CommentGone
    for a comment that its author or the law took away, StaleComment when a first judgement comes
    for a text that no longer waits for one, or any for a replaced text.
    """
    if comment.status in {Status.WITHDRAWN, Status.ERASED}:
        raise CommentGone
    if revision.state == State.SUPERSEDED or (not anew and revision.state != State.PENDING):
        raise StaleComment
    older_text_stays = comment.public_revision_id not in {None, revision.pk}
    if outcome == Decision.Outcome.PUBLISH:
        return _publish(comment, older_text_stays=older_text_stays)
    held = outcome == Decision.Outcome.HOLD
    return Move(
        status=Status.PUBLISHED if older_text_stays else Status.HELD if held else Status.REJECTED,
        state=State.HELD if held else State.REJECTED,
        event="comment.held" if held else "comment.rejected",
        public=comment.listed and not older_text_stays,
        effective=not older_text_stays,
    )


def _publish(comment: Comment, *, older_text_stays: bool) -> Move:
    if older_text_stays:
        event = "comment.edited"
    elif comment.status == Status.PUBLISHED:
        # A person confirms what is public: nothing to tell anybody.
        return Move(Status.PUBLISHED, State.PUBLISHED, "", public=False, effective=True)
    elif comment.status == Status.REJECTED:
        event = "comment.restored"
    else:
        event = "comment.published"
    return Move(Status.PUBLISHED, State.PUBLISHED, event, public=True, effective=True)
