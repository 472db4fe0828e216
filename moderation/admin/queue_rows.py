"""Items of the queue as the list shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.urls import reverse
from django.utils import timezone

from discussion.models import User
from moderation.desk.live_rows import looking
from moderation.models import ReviewItem
from moderation.queues.ranking import explanation, in_words
from moderation.queues.same_text import counts_of_same
from moderation.why import why

EXCERPT = 180
PAGE = "admin:moderation_reviewitem_change"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `url` leads to the case and keeps the view; `same` names a case of several."""

    item: ReviewItem
    url: str
    excerpt: str
    why: str
    waits: str
    looking: str
    order: str
    same: str
    others: int

    @classmethod
    def of(cls, item: ReviewItem, user: User, *, link: str, same: tuple[str, int]) -> Self:
        return cls(
            item=item,
            url=reverse(PAGE, args=[item.pk]) + (f"?{link}" if link else ""),
            excerpt=_excerpt(item.revision.text),
            why=", ".join(why(item.clauses, item.reasons, item.site.policy).words),
            waits=in_words(timezone.now() - item.opened_at),
            looking=looking(item, user),
            order=explanation(item),
            same=same[0],
            others=same[1],
        )

    @property
    def bar(self) -> str:
        # A string, so that no locale turns the point of an SVG length into a comma.
        return f"{self.item.priority * 100:.0f}"


def rows_of(pks: Sequence[int], user: User, *, link: str) -> list[Row]:
    """Return the rows of the items in that order: two queries. `link` is `Wanted.link`."""
    items = ReviewItem.objects.select_related(
        "comment__article", "comment__author", "revision", "site__policy", "claimed_by"
    ).in_bulk(pks)
    same = counts_of_same(pks)
    return [
        Row.of(items[pk], user, link=link, same=same.get(pk, ("", 0))) for pk in pks if pk in items
    ]


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
