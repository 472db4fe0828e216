"""A person judges a text again, without knowing what became of it."""

from django.db import transaction
from django.utils import timezone

from articles.audit import append_event
from discussion.errors import StaleComment
from discussion.models import Comment, Decision, User
from discussion.ruling import ruled_revision
from moderation.errors import ClauseRequired, LookJudged, NotAllowed, SamePerson, UnknownClause
from moderation.models import SecondLook
from moderation.policy.types import Outcome
from moderation.queue import join_item
from moderation.roles import Act, may
from moderation.second_looks import looks_for
from moderation.words import readable

REASON = "second-look"
# What a person would take from the page stands before what a person would give back.
HARM_PUBLIC, HARM_STOPPED = 1.0, 0.5


def judge_second_look(
    look: SecondLook, *, judge: User, outcome: Outcome, clause: str = "", note: str = ""
) -> None:
    """Store what this person makes of the text; once, whoever is first.

    It is no decision: nothing changes for readers or author. Where what stands now says otherwise,
    the queue gets the comment. A rejection names a clause of the policy that the decision was made
    under. Raises NotAllowed, SamePerson (who ruled on the text or wrote it), ClauseRequired,
    UnknownClause, UnreadableWords, LookJudged.
    """
    if not may(judge, Act.DECIDE, look.site_id):
        raise NotAllowed
    clause = _clause(look, outcome, clause)
    note = readable(note)
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=look.decision.comment_id)
        if not looks_for(judge, [look.site_id]).filter(pk=look.pk).exists():
            raise SamePerson
        stored = SecondLook.objects.filter(pk=look.pk, judged_at=None).update(
            judge=judge,
            outcome=outcome,
            clause=clause,
            note=note,
            judged_at=timezone.now(),
            claimed_by=None,
            claimed_until=None,
        )
        if not stored:
            raise LookJudged
        append_event(
            comment,
            site_id=look.site_id,
            kind="comment.looked_at_again",
            actor=f"user:{judge.pk}",
            data={
                "decision": str(look.decision.public_id),
                "outcome": outcome.value,
                "clause": clause,
            },
        )
        if _contradicts(comment, look.decision, outcome):
            join_item(
                look.decision.revision,
                reasons=(REASON,),
                clauses=(clause,) if clause else (),
                harm=HARM_PUBLIC if outcome == Outcome.REJECT else HARM_STOPPED,
            )


def _clause(look: SecondLook, outcome: Outcome, clause: str) -> str:
    """Return the ground of a rejection; what is fit to be published has none."""
    if outcome != Outcome.REJECT:
        return ""
    if not clause:
        raise ClauseRequired
    if clause not in {known["id"] for known in look.decision.policy.clauses}:
        raise UnknownClause
    return clause


def _contradicts(comment: Comment, decision: Decision, outcome: Outcome) -> bool:
    """Whether the text is the comment's present one and another ruling on it stands.

    What is held is in the queue anyway.
    """
    if comment.status in {Comment.Status.WITHDRAWN, Comment.Status.ERASED}:
        return False
    try:
        present = ruled_revision(comment)
    except StaleComment:
        return False
    standing = Decision.objects.filter(revision=present).order_by("-pk").first()
    return (
        present.pk == decision.revision_id
        and standing is not None
        and standing.outcome not in {outcome.value, Decision.Outcome.HOLD}
    )
