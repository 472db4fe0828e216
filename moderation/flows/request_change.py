"""A moderator asks the author to change a comment, instead of rejecting it."""

from datetime import timedelta

from django.utils import timezone

from articles.audit import append_event
from articles.changes import article_changes
from discussion.errors import RevisionPending, StaleComment
from discussion.flows.set_status import set_status
from discussion.models import ChangeRequest, Comment, Decision, Revision, Topic, User
from discussion.notifications import CHANGE_REQUESTED, note
from discussion.ruling import Ruling, ruled_revision
from moderation.complaints.settling import ask_about_complaints
from moderation.errors import NotAllowed, WordsRequired
from moderation.roles import Act, may
from moderation.words import readable

# Then the desk has it again (expire_change_requests.py).
ANSWER_WITHIN = timedelta(days=7)


def request_change(
    comment: Comment, *, seen_version: int, moderator: User, words: str
) -> ChangeRequest:
    """Hold the comment's `ruled_revision` and give its author the turn: they may change it for
    ANSWER_WITHIN, and a person reads the new text.

    What was public is taken from the page until then; an older text that an edit was to replace
    stays, and with it what was said against it. Else nobody at the desk has anything to do
    meanwhile. Raises NotAllowed, WordsRequired, UnreadableWords, StaleComment, RevisionPending,
    CommentGone.
    """
    if not may(moderator, Act.DECIDE, comment.site_id):
        raise NotAllowed
    if not (words := readable(words)):
        raise WordsRequired("Say what the author should change.")
    if comment.version != seen_version:
        raise StaleComment
    revision = ruled_revision(comment)
    if revision.state == Revision.State.PENDING:
        raise RevisionPending
    with article_changes() as changes:
        set_status(comment, _ruling(comment, revision, moderator, words), changes)
        request = ChangeRequest.objects.create(
            comment=comment,
            revision=revision,
            words=words,
            moderator=moderator,
            until=timezone.now() + ANSWER_WITHIN,
        )
        append_event(
            comment,
            site_id=comment.site_id,
            kind="comment.change_requested",
            actor=f"user:{moderator.pk}",
            data={"request": str(request.public_id), "revision": revision.number},
        )
        about = f"change:{request.public_id}"
        note(comment.author, Topic.CHANGE, about=about, comment=comment)
        ask_about_complaints(comment)
    return request


def _ruling(comment: Comment, revision: Revision, moderator: User, words: str) -> Ruling:
    return Ruling(
        revision=revision,
        outcome=Decision.Outcome.HOLD,
        policy=comment.site.published_policy,
        moderation=comment.article.moderation_now,
        reasons=(CHANGE_REQUESTED,),
        person=moderator,
        reasoning=words,
    )
