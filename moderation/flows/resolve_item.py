"""A moderator decides about a comment."""

from articles.changes import article_changes
from discussion.body import BodyRefused, clean_body
from discussion.errors import RevisionPending, StaleComment
from discussion.flows.set_status import set_status
from discussion.models import Comment, Decision, Revision, User
from discussion.ruling import Ruling
from moderation.errors import NotAllowed, ReasonRequired, UnknownClause, UnreadableWords
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import open_item
from moderation.roles import Act, may


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
    reasoning, private_note = _readable(reasoning), _readable(private_note)
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
        moderation=comment.article.moderation or comment.site.moderation,
        clauses=clauses,
        person=moderator,
        reasoning=reasoning,
        private_note=private_note,
    )
    with article_changes() as changes:
        decision = set_status(comment, ruling, changes)
        if outcome == Outcome.HOLD:
            open_item(revision, clauses=clauses, reasons=("moderator",), priority=0.0)
        elif comment.public_revision_id not in {None, revision.pk}:
            _ask_again_about_the_public_text(comment)
    return decision


def _readable(words: str) -> str:
    """Return a moderator's words, held to the same rules as an author's; blank ones are none."""
    try:
        return clean_body(words).strip()
    except BodyRefused as refused:
        if refused.code == "blank-body":
            return ""
        raise UnreadableWords(refused.detail.replace("The comment", "The text")) from refused


def ruled_revision(comment: Comment) -> Revision:
    """Return the text that a ruling on the comment is about: what the desk has to show.

    The waiting text, else the public one, else the one that the effective decision is about. Raises
    StaleComment when there is none (its author took it away meanwhile).
    """
    revisions = comment.revisions.exclude(state=Revision.State.SUPERSEDED)
    judged = comment.decision.revision_id if comment.decision is not None else None
    by_pk = {revision.pk: revision for revision in revisions}
    waiting = [revision for revision in by_pk.values() if revision.waits]
    for revision in (*waiting, by_pk.get(comment.public_revision_id or 0), by_pk.get(judged or 0)):
        if revision is not None:
            return revision
    raise StaleComment


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
