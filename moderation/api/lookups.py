"""What a moderator's call names, as far as their sites go; else the answer is 404."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404

from articles.keyset import BadCursor, Cursor, opened
from articles.models import Site
from discussion.models import Comment, User
from moderation.models import ReviewItem
from moderation.queue import open_items
from moderation.roles import Act, sites_where


@dataclass(frozen=True, slots=True)
class QueuePart:
    """A page of the queue, and the cursor of the one after it."""

    items: list[ReviewItem]
    next: Cursor | None


def queue_part(user: User, wanted: dict[str, Any], scope: str) -> QueuePart:
    """Return the items that are wanted, in the queue's order. Raises Http404, BadCursor."""
    items = _filtered(user, wanted).select_related("claimed_by", "comment__parent")
    if "cursor" in wanted:
        items = items.filter(_after(opened(wanted["cursor"], scope)))
    found = list(items[: wanted["limit"] + 1])
    page = found[: wanted["limit"]]
    more = len(found) > len(page)
    return QueuePart(page, Cursor(page[-1].comment.public_id, before=False) if more else None)


def comment_seen(user: User, comment_id: UUID) -> Comment:
    """Return a comment of the user's sites with what the flows read of it."""
    return comments_seen(user, [comment_id])[comment_id]


def comments_seen(user: User, comment_ids: Collection[UUID]) -> dict[UUID, Comment]:
    """Return all the comments by public id: one query. 404 when any is unknown or foreign."""
    found = Comment.objects.filter(
        public_id__in=comment_ids, site__in=sites_where(user, Act.SEE)
    ).select_related("article__site", "author", "site__policy")
    by_id = {comment.public_id: comment for comment in found}
    if by_id.keys() != set(comment_ids):
        raise Http404
    return by_id


def open_item_of(comment: Comment) -> ReviewItem:
    """Return the comment's open item; 404 when nobody needs to look."""
    item = open_items([comment.site_id]).filter(comment=comment).first()
    if item is None:
        raise Http404
    return item


def _filtered(user: User, wanted: dict[str, Any]) -> QuerySet[ReviewItem]:
    sites = sites_where(user, Act.SEE)
    if "site" in wanted:
        named = Site.objects.filter(pk__in=sites, slug=wanted["site"]).values_list("pk", flat=True)
        sites = set(named)
        if not sites:
            raise Http404
    items = open_items(sites)
    if "section" in wanted:
        items = items.filter(comment__article__section=wanted["section"])
    if "reason" in wanted:
        items = items.filter(_says(wanted["reason"]))
    return items


def _says(code: str) -> Q:
    # Lists of codes as text: no look-up into a JSON list runs on both databases.
    listed = f'"{code}"'
    return Q(
        pk__in=ReviewItem.objects.alias(
            _clauses=Cast("clauses", TextField()), _reasons=Cast("reasons", TextField())
        )
        .filter(Q(_clauses__contains=listed) | Q(_reasons__contains=listed), closed_at=None)
        .values("pk")
    )


def _after(cursor: Cursor) -> Q:
    """What comes after the item of that comment, whether it is still open or not."""
    edge = (
        ReviewItem.objects.filter(comment__public_id=cursor.edge)
        .order_by("-id")
        .values_list("priority", "pk")
        .first()
    )
    if edge is None:
        raise BadCursor
    return Q(priority__lt=edge[0]) | Q(priority=edge[0], pk__gt=edge[1])
