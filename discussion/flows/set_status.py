"""The one writer of a comment's status: decision, audit, outbox, statement and status move
together.
"""

import secrets
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from articles.changes import ArticleChanges
from discussion.change_requests import close_request
from discussion.errors import StaleComment
from discussion.figures import recount_replies
from discussion.listing import has_listed_reply, lock_for_ruling, relist_ancestors
from discussion.models import Comment, Decision, DecisionText, Revision
from discussion.notifications import note_ruling
from discussion.ruled import change_of, decided_event, decision_of, give_place
from discussion.ruling import Ruling
from discussion.screening import screener
from discussion.statements import write_statement
from discussion.text_hash import salted_hash
from discussion.transitions import Move, after_ruling


def set_status(comment: Comment, ruling: Ruling, changes: ArticleChanges) -> Decision:
    """Store the ruling as a decision and move the comment accordingly, in the caller's transaction.

    `comment` is as its caller last saw it: when its `version` has moved since, nothing is written
    and StaleComment is raised. Also raises CommentGone. A first decision is one per revision and a
    later one supersedes the latest; a machine supersedes nobody but itself, and that only when it
    rules `again`: where a person has ruled, StaleComment is raised.
    """
    anew = ruling.person is not None or ruling.again
    move = after_ruling(comment, ruling.revision, ruling.outcome, anew=anew)
    now = timezone.now()
    lock_version(comment)
    if ruling.again and _a_person_ruled_on(ruling.revision):
        raise StaleComment
    decision = _store_decision(comment, ruling, now)
    _move_revisions(comment, ruling.revision, move)
    event = decided_event(comment, ruling, decision, move)
    _move_comment(comment, ruling, decision, move, now)
    event.save(force_insert=True)
    if ruling.restricts:
        write_statement(decision, comment, ruling)
    if move.event:
        changes.add(comment.article_id, comment.site_id, change_of(comment, move))
    if ruling.person is not None:
        close_request(comment)
    note_ruling(comment, decision, move)
    screener().status_changed(comment)
    return decision


def lock_version(comment: Comment) -> None:
    """Take the comment's row by compare-and-set, and bump its version; raises StaleComment.

    The place in the audit chain and in the thread are compared too: both can move without a new
    version. What it answers is locked first, always the older before the younger, so that it cannot
    lose its place in the thread while a reply gets one.
    """
    if comment.parent_id is not None:
        lock_for_ruling([comment])
    seen = Comment.objects.filter(
        pk=comment.pk,
        version=comment.version,
        audit_count=comment.audit_count,
        listed=comment.listed,
    )
    if not seen.update(version=F("version") + 1):
        raise StaleComment
    comment.version += 1


def _store_decision(comment: Comment, ruling: Ruling, now: datetime) -> Decision:
    salt = secrets.token_bytes(16)
    said = bool(ruling.reasoning or ruling.private_note)
    decision = decision_of(comment, ruling, now)
    if said:
        decision.said_hash = salted_hash(salt, ruling.reasoning, ruling.private_note)
    if ruling.person or ruling.again:
        decision.supersedes = _latest(ruling.revision)
    decision.save(force_insert=True)
    if said:
        DecisionText.objects.create(
            decision=decision,
            reasoning=ruling.reasoning,
            private_note=ruling.private_note,
            salt=salt,
        )
    return decision


def _latest(revision: Revision) -> Decision | None:
    """Return the ruling that a later one supersedes; a machine's first judgement has none."""
    return Decision.objects.filter(revision=revision).order_by("-id").first()


def _a_person_ruled_on(revision: Revision) -> bool:
    return Decision.objects.filter(revision=revision, actor_kind=Decision.Actor.PERSON).exists()


def _move_revisions(comment: Comment, revision: Revision, move: Move) -> None:
    """The new text takes the place of the old one before it is published: one at a time is
    public.
    """
    if move.state == Revision.State.PUBLISHED and comment.public_revision_id not in {
        None,
        revision.pk,
    }:
        Revision.objects.filter(pk=comment.public_revision_id).update(
            state=Revision.State.SUPERSEDED
        )
    revision.state = move.state
    revision.save(update_fields=["state"])


def _move_comment(
    comment: Comment, ruling: Ruling, decision: Decision, move: Move, now: datetime
) -> None:
    was_listed = comment.listed
    if move.event == "comment.edited":
        comment.edited_at = now
    if move.effective:
        give_place(comment, ruling, decision, move, now)
        comment.listed = comment.listed or has_listed_reply(comment.pk)
    store_place(comment, was_listed=was_listed)


def store_place(comment: Comment, *, was_listed: bool) -> None:
    """Store what the public sees of a comment whose row is locked, count it where it answers (that
    row is locked, too), and give or take places above it.
    """
    comment.save(
        update_fields=[
            "status",
            "decision",
            "public_revision",
            "published_at",
            "edited_at",
            "listed",
            "audit_count",
            "audit_head",
        ]
    )
    if comment.parent_id is not None and (was_listed or comment.listed):
        recount_replies(comment.parent_id)
    if comment.listed != was_listed:
        relist_ancestors(comment)
