"""A moderator decides about a comment."""

from articles.changes import article_changes
from discussion.errors import RevisionPending, StaleComment
from discussion.flows.set_status import set_status
from discussion.models import Comment, Decision, Revision, User
from discussion.ruling import Ruling, ruled_revision
from moderation.cited import cited_by_person
from moderation.complaints.settling import ask_about_complaints
from moderation.errors import NotAllowed, ReasonRequired, UnknownClause
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import open_item
from moderation.roles import Act, may
from moderation.words import readable


def resolve_item(
    comment: Comment,
    *,
    seen_version: int,
    outcome: Outcome,
    moderator: User,
    clause: str = "",
    reasoning: str = "",
    private_note: str = "",
) -> Decision:
    """Store the moderator's ruling on the comment's `ruled_revision`, as it was in `seen_version`.

    A rejection names a clause of the site's policy and gives the author a reasoning. Holding keeps
    (or takes) it from the page and in the queue. A text that is not judged yet is in nobody's
    queue: nobody can have seen it, so nobody rules on it. Raises NotAllowed, ReasonRequired,
    UnknownClause, UnreadableWords, StaleComment, RevisionPending, CommentGone.
    """
    if not may(moderator, Act.DECIDE, comment.site_id):
        raise NotAllowed
    clauses = (clause,) if clause else ()
    reasoning, private_note = readable(reasoning), readable(private_note)
    policy = comment.site.published_policy
    if outcome == Outcome.REJECT and not (clauses and reasoning):
        raise ReasonRequired
    if not {known["id"] for known in policy.clauses}.issuperset(clauses):
        raise UnknownClause
    if comment.version != seen_version:
        raise StaleComment
    revision = ruled_revision(comment)
    if revision.state == Revision.State.PENDING:
        raise RevisionPending
    ruling = Ruling(
        revision=revision,
        outcome=outcome,
        policy=policy,
        moderation=comment.article.moderation_now,
        clauses=clauses,
        passages=cited_by_person(revision, policy, clauses),
        person=moderator,
        reasoning=reasoning,
        private_note=private_note,
    )
    with article_changes() as changes:
        decision = set_status(comment, ruling, changes)
        if outcome == Outcome.HOLD:
            open_item(revision, clauses=clauses, reasons=("moderator",), priority=0.0)
        if comment.public_revision_id not in {None, revision.pk}:
            if outcome != Outcome.HOLD:
                _ask_again_about_the_public_text(comment)
            ask_about_complaints(comment)
    return decision


def _ask_again_about_the_public_text(comment: Comment) -> None:
    """An edit came between: what a person was to look at is public still, and not ruled on."""
    public = comment.public_revision
    earlier = ReviewItem.objects.filter(revision=public).order_by("-id").first()
    ruled = Decision.objects.filter(revision=public, actor_kind=Decision.Actor.PERSON).exists()
    if public is not None and earlier is not None and not ruled:
        open_item(
            public,
            clauses=earlier.clauses,
            reasons=earlier.reasons,
            priority=earlier.priority,
        )
