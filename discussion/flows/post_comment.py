"""A reader's comment is stored, together with the job of judging it."""

import math
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import BigIntegerField, DateTimeField, TextField
from django.utils import timezone

from articles.audit import event_after
from articles.models import Article
from articles.prepared import Prepared, PreparedRows, Slot
from discussion.errors import (
    ArticleClosed,
    AuthorBanned,
    DuplicateComment,
    ParentGone,
    SlowMode,
    ThreadLocked,
)
from discussion.idempotency import RequestKey
from discussion.models import Author, Comment, Revision
from discussion.models.comment import MAX_DEPTH
from discussion.paths import path_below
from discussion.rendering import render
from discussion.screening import screener
from discussion.text_hash import text_hash

# The same words twice within this time are a double click or a flood, never a second thought.
DUPLICATE_WITHIN = timedelta(minutes=10)

_LOCKED_AUTHOR = Prepared(
    lambda: Author.objects.select_for_update(no_key=True).filter(pk=Slot("pk", BigIntegerField()))
)
_SAME_TEXT = PreparedRows(
    lambda: (
        Comment.objects.filter(
            author_id=Slot("author", BigIntegerField()),
            article_id=Slot("article", BigIntegerField()),
            created_at__gte=Slot("since", DateTimeField()),
            revisions__text=Slot("text", TextField()),
        )
        .exclude(status=Comment.Status.WITHDRAWN)
        .values_list("parent_id")
    )
)


@dataclass(frozen=True, slots=True)
class Posted:
    """What a request made. `text` is the comment's first, as this process has just stored it; None
    where the request came before, and the comment may have changed since.
    """

    comment: Comment
    text: Revision | None


def post_comment(
    *,
    author: Author,
    article: Article,
    parent: Comment | None,
    body: str,
    request_id: str = "",
    key: RequestKey | None = None,
) -> Posted:
    """Store a pending comment with the job of screening it, and return it; nobody sees it yet.

    `body` is clean (discussion.body). Replies deeper than MAX_DEPTH attach to that level. A request
    repeated under its key gets the comment that it made the first time. Raises ArticleClosed,
    AuthorBanned, ParentGone, ThreadLocked, DuplicateComment, SlowMode, KeyReused.
    """
    fragment = render(body)  # before the transaction: nothing slow while a lock is held
    with transaction.atomic():
        # An author's comments are stored one after the other: the second of two equal requests sees
        # what the first one stored, and a ban counts from its commit on.
        author = _LOCKED_AUTHOR.all(pk=author.pk)[0]
        if (made := made_before(key)) is not None:
            return Posted(made, None)
        refuse_unwelcome(author, article)
        above = _locked_place(parent)
        _refuse_duplicate(author, article, above, body)
        _refuse_hurried(author, article)
        comment = _store_comment(author, article, above)
        if key is not None:
            key.remember(comment.public_id)
        revision = Revision(comment=comment, number=1, text=body, fragment=fragment)
        revision.save(force_insert=True)
        _begin_audit(comment, revision)
        screener().revision_submitted(revision, request_id=request_id)
        return Posted(comment, revision)


def made_before(key: RequestKey | None) -> Comment | None:
    """Return the comment that the request made when it first came. Raises KeyReused."""
    resource = key.answered_with() if key is not None else None
    return Comment.objects.get(public_id=resource) if resource is not None else None


def refuse_unwelcome(author: Author | None, article: Article) -> None:
    """Raise ArticleClosed or AuthorBanned where a comment would not be taken, whatever it says."""
    if not article.takes_comments:
        raise ArticleClosed
    if author is not None and author.may_not_write:
        raise AuthorBanned(until=author.restricted_until, reason=author.restriction_reason)


def _locked_place(answered: Comment | None) -> Comment | None:
    """Return the comment below which a reply to `answered` is stored; both have to be published,
    and their thread open.

    Under their locks, so that what is withdrawn or closed at this moment does not get one more
    reply; the oldest first, as every writer of several does (discussion.listing).
    """
    if answered is None:
        return None
    place = answered.pk
    if answered.depth == MAX_DEPTH and answered.parent_id is not None:
        place = answered.parent_id
    root = answered.root_id or answered.pk
    rows = Comment.objects.select_for_update(no_key=True).filter(pk__in={answered.pk, place, root})
    locked = {row.pk: row for row in rows.order_by("pk")}
    if any(locked[pk].status != Comment.Status.PUBLISHED for pk in (answered.pk, place)):
        raise ParentGone
    if locked[root].locked_at is not None:
        raise ThreadLocked
    return locked[place]


def _refuse_duplicate(author: Author, article: Article, above: Comment | None, body: str) -> None:
    since = timezone.now() - DUPLICATE_WITHIN
    same = _SAME_TEXT.all(author=author.pk, article=article.pk, text=body, since=since)
    if any(parent == (above.pk if above else None) for (parent,) in same):
        raise DuplicateComment


def _refuse_hurried(author: Author, article: Article) -> None:
    if not article.slow_mode_seconds:
        return
    latest = Comment.objects.filter(author=author, article=article).order_by("-pk")
    said_at = latest.values_list("created_at", flat=True).first()
    if said_at is None:
        return
    again_at = said_at + timedelta(seconds=article.slow_mode_seconds)
    if (wait := (again_at - timezone.now()).total_seconds()) > 0:
        raise SlowMode(seconds=math.ceil(wait))


def _store_comment(author: Author, article: Article, parent: Comment | None) -> Comment:
    comment = Comment(site_id=article.site_id, article=article, author=author, parent=parent)
    if parent is not None:
        comment.depth = parent.depth + 1
        comment.root_id = parent.root_id or parent.pk
    comment.save(force_insert=True)
    # The path ends in the row's own id, which the insert has only just given.
    comment.path = path_below(bytes(parent.path) if parent else b"", comment.pk)
    return comment


def _begin_audit(comment: Comment, revision: Revision) -> None:
    event = event_after(
        comment,
        site_id=comment.site_id,
        kind="comment.posted",
        actor=f"author:{comment.author.public_id}",
        data={"revision": 1, "text_hash": text_hash(revision)},
    )
    event.save(force_insert=True)
    comment.save(update_fields=["path", "audit_count", "audit_head"])
