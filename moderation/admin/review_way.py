"""The way through a queue, from case to case."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from moderation.admin.scoped import staff_of
from moderation.models import ReviewItem
from moderation.queue import neighbours, next_item
from moderation.queues.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Way:
    """Addresses; "" for none."""

    queue: str
    previous: str = ""
    next: str = ""


def way_from(request: HttpRequest, item: ReviewItem | None) -> Way:
    """Return the way from an item, in the queue that `?view=` names (queues/wanted.py)."""
    wanted = Wanted.read(request.GET)
    queue = _queue(wanted)
    if item is None:
        return Way(queue)
    beside = neighbours(staff_of(request), item, wanted.as_text)
    return Way(queue, _page(beside.previous, wanted), _page(beside.next, wanted))


def onwards_from(request: HttpRequest, item: ReviewItem) -> str:
    """Return where to go on after a decision: to what nobody else looks at, else the queue."""
    wanted = Wanted.read(request.GET)
    following = next_item(staff_of(request), item, wanted.as_text)
    return _page(following.pk, wanted) if following else _queue(wanted)


def _queue(wanted: Wanted) -> str:
    return reverse("admin:moderation_reviewitem_changelist") + _query(wanted.query)


def _page(pk: int | None, wanted: Wanted) -> str:
    if pk is None:
        return ""
    return reverse("admin:moderation_reviewitem_change", args=[pk]) + _query(wanted.link)


def _query(text: str) -> str:
    return f"?{text}" if text else ""
