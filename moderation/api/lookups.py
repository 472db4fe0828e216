"""What a moderator's call names, as far as their sites go; else the answer is 404."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404

from articles.keyset import BadCursor, Cursor, opened
from articles.models import Site
from discussion.models import Comment, User
from moderation.models import ReviewItem
from moderation.queue import open_items
from moderation.queues.labels import label
from moderation.queues.saved_views import view_named
from moderation.queues.selection import Edge, Selection, pks_of
from moderation.queues.wanted import ALL, Wanted
from moderation.roles import Act, sites_where


@dataclass(frozen=True, slots=True)
class QueuePart:
    """A page of the queue, and the cursor of the one after it."""

    items: list[ReviewItem]
    next: Cursor | None


def queue_part(user: User, wanted: dict[str, Any], scope: str) -> QueuePart:
    """Return the items that are wanted, in the queue's order. Raises Http404, BadCursor."""
    beside = _edge(opened(wanted["cursor"], scope)) if "cursor" in wanted else None
    found = pks_of(_selection(user, wanted), wanted["limit"] + 1, beside=beside)
    items = _in_order(found[: wanted["limit"]])
    more = len(found) > wanted["limit"] and items
    return QueuePart(items, Cursor(items[-1].comment.public_id, before=False) if more else None)


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


def _selection(user: User, wanted: dict[str, Any]) -> Selection:
    """Return what the parameters name; 404 for a view or a site that the user does not see."""
    sites = sites_where(user, Act.SEE)
    view = view_named(user, wanted.get("view", ALL), sites)
    if view is None:
        raise Http404
    if "site" in wanted:
        named = Site.objects.filter(pk__in=sites, slug=wanted["site"]).values_list("pk", flat=True)
        sites = set(named)
        if not sites:
            raise Http404
    labels = tuple(label(kind, wanted[kind]) for kind in ("section", "clause") if kind in wanted)
    selection = view.selection(sites, Wanted(labels=labels))
    if "reason" not in wanted:
        return selection
    code = wanted["reason"]
    either = (label("reason", code), label("clause", code))
    return replace(selection, groups=(*selection.groups, either))


def _in_order(pks: list[int]) -> list[ReviewItem]:
    items = ReviewItem.objects.select_related(
        "comment__article",
        "comment__author",
        "comment__parent",
        "revision",
        "site__policy",
        "claimed_by",
    ).in_bulk(pks)
    return [items[pk] for pk in pks if pk in items]


def _edge(cursor: Cursor) -> Edge:
    """Return the place of the item of that comment, whether it is still open or not."""
    item = ReviewItem.objects.filter(comment__public_id=cursor.edge).order_by("-id").first()
    if item is None:
        raise BadCursor
    return Edge.at(item)
