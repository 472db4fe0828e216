"""An author complains about a decision, in words; another person will answer."""

from datetime import datetime

from django.utils import timezone

from articles.audit import append_event
from articles.changes import ArticleChanges, Change, article_changes
from discussion.idempotency import RequestKey
from discussion.listing import lock_in_order
from discussion.models import Author, Comment, Statement
from moderation.complaints.appeals import appealable_statement
from moderation.errors import AppealDeadline, AppealExists, NothingToAppeal, WordsRequired
from moderation.models import Appeal
from moderation.words import readable


def open_appeal(
    comment: Comment, *, author: Author, words: str, key: RequestKey | None = None
) -> Appeal:
    """Store the author's appeal against the decision that restricts the comment, and return it.

    Once a decision, until its statement says; nothing about the comment changes by it. Who may not
    comment any more may still appeal. A request repeated under its key gets the appeal that it made
    the first time. Raises NothingToAppeal (for anybody but the author too), AppealExists,
    AppealDeadline, WordsRequired, UnreadableWords, KeyReused.
    """
    words = readable(words)
    if comment.author_id != author.pk:
        raise NothingToAppeal
    if not words:
        raise WordsRequired
    with article_changes() as changes:
        lock_in_order([comment.pk])
        if (made := appeal_made_before(key)) is not None:
            return made
        comment = Comment.objects.get(pk=comment.pk)
        now = timezone.now()
        statement = _in_time(comment, now)
        Statement.objects.filter(pk=statement.pk).update(appealed_at=now)
        appeal = Appeal.objects.create(
            site_id=comment.site_id,
            comment=comment,
            decision_id=statement.decision_id,
            author=author,
            words=words,
        )
        if key is not None:
            key.remember(appeal.public_id)
        _tell(appeal, comment, changes)
    return appeal


def appeal_made_before(key: RequestKey | None) -> Appeal | None:
    """Return the appeal that the request made when it first came. Raises KeyReused."""
    resource = key.answered_with() if key is not None else None
    return None if resource is None else Appeal.objects.get(public_id=resource)


def _in_time(comment: Comment, now: datetime) -> Statement:
    statement = appealable_statement(comment)
    if statement is None:
        raise NothingToAppeal
    if statement.appealed_at is not None:
        raise AppealExists
    if statement.appeal_until < now:
        raise AppealDeadline
    return statement


def _tell(appeal: Appeal, comment: Comment, changes: ArticleChanges) -> None:
    told = {"appeal": str(appeal.public_id), "decision": str(appeal.decision.public_id)}
    append_event(
        comment,
        site_id=comment.site_id,
        kind="appeal.opened",
        actor=f"author:{appeal.author.public_id}",
        data=told,
    )
    payload = {"comment_id": str(comment.public_id), "version": comment.version, **told}
    changes.add(comment.article_id, comment.site_id, Change("appeal.opened", payload, public=False))
