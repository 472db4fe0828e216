"""Another person decides an appeal: the decision stands, or the text is published after all."""

from django.utils import timezone

from articles.audit import append_event
from articles.changes import ArticleChanges, Change, article_changes
from discussion.flows.set_status import set_status
from discussion.listing import lock_for_ruling
from discussion.models import Comment, Decision, Topic, User
from discussion.notifications import note
from discussion.ruling import Ruling
from moderation.complaints.appeals import appealable_statement
from moderation.complaints.deciders import objection
from moderation.errors import AppealSettled, ReasonRequired
from moderation.models import Appeal
from moderation.words import readable

State = Appeal.State

NO_REASONING = "An appeal is answered with a reasoning for its author."


def decide_appeal(
    appeal: Appeal,
    *,
    moderator: User,
    overturn: bool,
    reasoning: str,
    private_note: str = "",
) -> Appeal:
    """Store the answer, and return the appeal as it is now.

    Overturned, the text is published by the moderator's ruling, and the comment is back at its
    place; else the decision stands. Of two who decide at once one does. Raises NotAllowed and
    SamePerson (deciders.objection), ReasonRequired, UnreadableWords, AppealSettled.
    """
    reasoning, private_note = readable(reasoning), readable(private_note)
    if (refusal := objection(appeal, moderator)) is not None:
        raise refusal
    if not reasoning:
        raise ReasonRequired(NO_REASONING)
    with article_changes() as changes:
        comment = _locked(appeal.comment_id)
        answered = _answered(appeal, comment)
        answered.state = State.OVERTURNED if overturn else State.UPHELD
        answered.decided_by, answered.decided_at = moderator, timezone.now()
        answered.reasoning, answered.private_note = reasoning, private_note
        # Before the ruling, which ends what is still open about the decision that it replaces.
        answered.save()
        if overturn:
            answered.outcome_decision = set_status(comment, _ruling(answered, comment), changes)
            answered.save(update_fields=["outcome_decision"])
        _tell(answered, comment, changes)
    return answered


def _locked(comment_id: int) -> Comment:
    """Return the comment as it is now, its row and its parent's held: a ruling may follow."""
    lock_for_ruling([Comment.objects.get(pk=comment_id)])
    related = ("article__site", "site__policy", "author", "decision")
    return Comment.objects.select_related(*related).get(pk=comment_id)


def _answered(appeal: Appeal, comment: Comment) -> Appeal:
    """Return the appeal read again under the comment's lock, which all who settle one hold."""
    now = Appeal.objects.select_related("decision__revision", "author").get(pk=appeal.pk)
    statement = appealable_statement(comment)
    in_force = statement is not None and statement.decision_id == now.decision_id
    if now.state != State.OPEN or not in_force:
        raise AppealSettled
    return now


def _ruling(appeal: Appeal, comment: Comment) -> Ruling:
    return Ruling(
        revision=appeal.decision.revision,
        outcome=Decision.Outcome.PUBLISH,
        policy=comment.site.published_policy,
        moderation=comment.article.moderation_now,
        person=appeal.decided_by,
        reasoning=appeal.reasoning,
        private_note=appeal.private_note,
    )


def _tell(appeal: Appeal, comment: Comment, changes: ArticleChanges) -> None:
    assert appeal.decided_by is not None
    told = {"appeal": str(appeal.public_id), "state": str(appeal.state)}
    append_event(
        comment,
        site_id=comment.site_id,
        kind="appeal.decided",
        actor=f"user:{appeal.decided_by.pk}",
        data=told,
    )
    payload = {"comment_id": str(comment.public_id), "version": comment.version, **told}
    changes.add(
        comment.article_id, comment.site_id, Change("appeal.decided", payload, public=False)
    )
    note(appeal.author, Topic.APPEAL, about=f"appeal:{appeal.public_id}", comment=comment)
