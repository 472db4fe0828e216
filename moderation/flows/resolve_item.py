"""A moderator decides about a comment."""

from articles.changes import article_changes
from discussion.errors import StaleComment
from discussion.flows.set_status import set_status
from discussion.models import Comment, Decision, Revision, User
from discussion.ruling import Ruling
from moderation.errors import NotAllowed, ReasonRequired, UnknownClause
from moderation.policy.types import Outcome
from moderation.queue import open_item
from moderation.roles import Act, may


def resolve_item(
    comment: Comment,
    *,
    outcome: Outcome,
    moderator: User,
    clause: str = "",
    reasoning: str = "",
    private_note: str = "",
) -> Decision:
    """Store the moderator's ruling on the text that waits, else on the one last judged.

    `comment` is as the moderator saw it: its version guards the decision. A rejection names a
    clause of the site's policy and gives the author a reasoning. Holding keeps (or takes) it from
    the page and in the queue. Raises NotAllowed, ReasonRequired, UnknownClause, StaleComment,
    CommentGone.
    """
    if not may(moderator, Act.DECIDE, comment.site_id):
        raise NotAllowed
    clauses = (clause,) if clause else ()
    policy = comment.site.published_policy
    if outcome == Outcome.REJECT and not (clauses and reasoning.strip()):
        raise ReasonRequired
    if not {known["id"] for known in policy.clauses}.issuperset(clauses):
        raise UnknownClause
    revision = ruled_revision(comment)
    ruling = Ruling(
        revision=revision,
        outcome=outcome,
        policy=policy,
        moderation=comment.article.moderation or comment.site.moderation,
        clauses=clauses,
        person=moderator,
        reasoning=reasoning.strip(),
        private_note=private_note.strip(),
    )
    with article_changes() as changes:
        decision = set_status(comment, ruling, changes)
        if outcome == Outcome.HOLD:
            open_item(revision, clauses=clauses, reasons=("moderator",), priority=0.0)
    return decision


def ruled_revision(comment: Comment) -> Revision:
    """Return the text that a ruling is about: the waiting one, else the public, else the last.

    Raises StaleComment when there is none (its author took it away meanwhile).
    """
    revisions = list(comment.revisions.exclude(state=Revision.State.SUPERSEDED).order_by("number"))
    waiting = [revision for revision in revisions if revision.waits]
    public = [r for r in revisions if r.pk == comment.public_revision_id]
    if not revisions:
        raise StaleComment
    return (waiting or public or revisions)[-1]
