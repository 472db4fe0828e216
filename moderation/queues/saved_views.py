"""Queues by name: those that every desk has, and those that its moderators made for themselves."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Q, QuerySet

from articles.models import Site
from discussion.models import User
from moderation.models import SavedView
from moderation.queues.labels import HIGHEST_BAND, NEW_AUTHOR, REPORTED, kind_of, label
from moderation.queues.selection import Selection, grouped
from moderation.queues.wanted import ALL, Wanted
from moderation.roles import Act, sites_where
from moderation.why import clause_texts

SAVED = "saved-"
CLAUSE = "clause-"
# A bar of views is read at a glance, or not at all.
MOST_SAVED = 30


@dataclass(frozen=True, slots=True)
class View:
    """`site` is the only one that it is about; None: all of whoever looks."""

    key: str
    name: str
    labels: tuple[str, ...] = ()
    waiting_minutes: int = 0
    site: int | None = None

    @classmethod
    def of(cls, row: SavedView) -> Self:
        return cls(
            f"{SAVED}{row.pk}", row.name, tuple(row.labels), row.waiting_minutes, row.site_id
        )

    def labels_with(self, wanted: Wanted) -> list[str]:
        """Return the labels in force: what is wanted of a kind takes the place of the view's."""
        kinds = {kind_of(text) for text in wanted.labels}
        return [*(text for text in self.labels if kind_of(text) not in kinds), *wanted.labels]

    def selection(self, sites: Collection[int], wanted: Wanted | None = None) -> Selection:
        """Return the items of the view at these sites, narrowed by what is wanted."""
        wanted = wanted or Wanted()
        return Selection(
            sites=frozenset(pk for pk in sites if self.site in {None, pk}),
            groups=grouped(self.labels_with(wanted)),
            waiting_minutes=wanted.waiting_minutes or self.waiting_minutes,
            words=wanted.words,
        )


EVERYTHING = View(ALL, "All")
BUILT_IN = (
    View("reported", "Reported", (REPORTED,)),
    View("highest", "Highest band", (HIGHEST_BAND,)),
    View("waiting", "Over 2 hours", waiting_minutes=120),
    View("new-authors", "New authors", (NEW_AUTHOR,)),
    View("not-scored", "Not scored", (label("reason", "not-scored"),)),
    View("unknown-language", "Unknown language", (label("reason", "unknown-language"),)),
    View("floods", "Floods", (label("reason", "flood"),)),
)
_BY_KEY = {view.key: view for view in (EVERYTHING, *BUILT_IN)}


def views_for(user: User, sites: Iterable[Site]) -> list[View]:
    """Return the views of the user at these sites, which come with their policies: one query."""
    sites = list(sites)
    saved = list(saved_views(user, {site.pk for site in sites})[:MOST_SAVED])
    return [EVERYTHING, *_clauses(sites), *BUILT_IN, *_told_apart(saved)]


def saved_views(user: User, sites: Collection[int]) -> QuerySet[SavedView]:
    """Return the views that were saved: the user's own, and those for everybody of the sites."""
    mine = Q(owner=user) & (Q(site=None) | Q(site__in=sites))
    rows = SavedView.objects.filter(mine | Q(owner=None, site__in=sites))
    return rows.select_related("site").order_by("place", "name", "pk")


def view_named(user: User, key: str, sites: Collection[int]) -> View | None:
    """Return the view; None for an unknown one, and for one that the user does not see."""
    if key.startswith(CLAUSE):
        clause = key.removeprefix(CLAUSE)
        return View(key, clause, (label("clause", clause),))
    number = key.removeprefix(SAVED)
    if key.startswith(SAVED) and number.isdecimal() and len(number) < 19:
        mine = Q(owner=user) | Q(owner=None, site__in=sites)
        row = SavedView.objects.filter(mine, pk=int(number)).first()
        return View.of(row) if row else None
    return _BY_KEY.get(key)


def selection_of(user: User, wanted: Wanted) -> Selection:
    """Return what is wanted, as far as the user sees it; a view that is gone shows everything."""
    sites = sites_where(user, Act.SEE)
    view = view_named(user, wanted.view, sites) or EVERYTHING
    if wanted.site:
        sites = set(
            Site.objects.filter(pk__in=sites, slug=wanted.site).values_list("pk", flat=True)
        )
    return view.selection(sites, wanted)


def _clauses(sites: Iterable[Site]) -> Iterator[View]:
    titles = {clause.id: clause.title for site in sites for clause in clause_texts(site.policy)}
    for id_, title in titles.items():
        yield View(f"{CLAUSE}{id_}", title, (label("clause", id_),))


def _told_apart(saved: Sequence[SavedView]) -> Iterator[View]:
    """Yield the views; where several have one name, each says of which site it is."""
    times = Counter(row.name for row in saved)
    for row in saved:
        view = View.of(row)
        alike = times[row.name] > 1 and row.site is not None
        yield replace(view, name=f"{row.name} · {row.site}") if alike else view
