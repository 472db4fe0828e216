"""The bar of views above the queue, each with its count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from moderation.queues.saved_views import View
from moderation.queues.selection import MOST_COUNTED, counts_of
from moderation.queues.wanted import ALL


@dataclass(frozen=True, slots=True)
class Tab:
    """`after` marks the one that the key for the next view leads to."""

    view: View
    query: str
    count: str
    here: bool
    after: bool


def tabs_of(views: Sequence[View], sites: Iterable[int], here: str) -> list[Tab]:
    """Return a tab for each view: one query counts them all."""
    keys, counted = [view.key for view in views], figures(views, sites)
    place = keys.index(here) if here in keys else -1
    following = next(
        (key for key in [*keys[place + 1 :], *keys[: max(place, 0)]] if counted[key] != "0"), ""
    )
    return [
        Tab(
            view=view,
            query=urlencode({"view": view.key}) if view.key != ALL else "",
            count=counted[view.key],
            here=view.key == here,
            after=view.key == following,
        )
        for view in views
    ]


def figures(views: Sequence[View], sites: Iterable[int]) -> dict[str, str]:
    """Return the count of each view by its key, as it is shown: one query."""
    seen = frozenset(sites)
    counts = counts_of([view.selection(seen) for view in views])
    return {view.key: _shown(count) for view, count in zip(views, counts, strict=True)}


def _shown(count: int) -> str:
    return f"{MOST_COUNTED}+" if count >= MOST_COUNTED else str(count)
