"""An author changes a comment; the old text stays public while the new one is judged."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.audit import event_after
from discussion.change_requests import answer_request, open_request
from discussion.errors import (
    AlreadyReplied,
    ArticleClosed,
    AuthorBanned,
    CommentGone,
    EditWindowExpired,
    RevisionPending,
    StaleComment,
)
from discussion.flows.set_status import lock_version
from discussion.models import ChangeRequest, Comment, Revision
from discussion.models.comment import MAX_DEPTH
from discussion.rendering import render
from discussion.screening import screener
from discussion.text_hash import text_hash


def edit_comment(comment: Comment, body: str, *, request_id: str = "") -> Revision:
    """Store the new text as a revision that waits for judgement, and return it.

    `comment` is as the author last saw it. Whoever was asked for the change may make it although
    the text is held or answered, or the time is over; it takes the held text's place. Raises
    CommentGone, AuthorBanned, ArticleClosed, RevisionPending (one waiting text at a time),
    EditWindowExpired, AlreadyReplied, StaleComment.
    """
    _refuse_unwelcome(comment)
    asked = open_request(comment)
    if asked is None:
        _refuse_late(comment)
    fragment = render(body)  # before the transaction: nothing slow while a lock is held
    try:
        with transaction.atomic():
            lock_version(comment)
            if asked is not None:
                _let_go(asked)
            elif _is_answered(comment):
                raise AlreadyReplied
            last = comment.revisions.order_by("-number").values_list("number", flat=True)[0]
            revision = Revision(comment=comment, number=last + 1, text=body, fragment=fragment)
            revision.save(force_insert=True)
            if asked is not None and not answer_request(comment, revision):
                raise StaleComment
            _audit(comment, revision)
            screener().revision_submitted(revision, request_id=request_id)
            return revision
    except IntegrityError as error:  # revision_one_waiting
        raise RevisionPending from error


def _is_answered(comment: Comment) -> bool:
    """Whether somebody answers it. On the deepest level an answer stands beside what it answers, so
    there every later comment of somebody else may be one."""
    living = Comment.objects.filter(status__in=["pending", "published", "held"])
    if comment.depth < MAX_DEPTH:
        return living.filter(parent=comment).exists()
    beside = living.filter(parent_id=comment.parent_id, pk__gt=comment.pk)
    return beside.exclude(author_id=comment.author_id).exists()


def _let_go(asked: ChangeRequest) -> None:
    """The text that was to be changed waits no longer."""
    Revision.objects.filter(pk=asked.revision_id).update(state=Revision.State.SUPERSEDED)


def _refuse_unwelcome(comment: Comment) -> None:
    if comment.is_gone:
        raise CommentGone
    author = comment.author
    if author.may_not_write:
        raise AuthorBanned(until=author.restricted_until, reason=author.restriction_reason)


def _refuse_late(comment: Comment) -> None:
    if not comment.article.takes_comments:
        raise ArticleClosed
    if comment.revisions.filter(state__in=["pending", "held"]).exists():
        raise RevisionPending
    window = timedelta(seconds=comment.article.site.edit_window_seconds)
    if timezone.now() > comment.created_at + window:
        raise EditWindowExpired


def _audit(comment: Comment, revision: Revision) -> None:
    event = event_after(
        comment,
        site_id=comment.site_id,
        kind="comment.edited",
        actor=f"author:{comment.author.public_id}",
        data={"revision": revision.number, "text_hash": text_hash(revision)},
    )
    event.save(force_insert=True)
    comment.save(update_fields=["audit_count", "audit_head"])
