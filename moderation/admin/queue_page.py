"""The queue as a page: the views with their counts, what narrows them, and the rows."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import Site
from moderation.admin.queue_filters import fields_for
from moderation.admin.queue_rows import rows_of
from moderation.admin.queue_views import tabs_of
from moderation.admin.scoped import sites_for, staff_of
from moderation.desk.wellness import blurs_excerpts
from moderation.models import ReviewItem
from moderation.queues.saved_views import View, views_for
from moderation.queues.selection import Edge, Selection, pks_of
from moderation.queues.wanted import Wanted
from moderation.roles import Act

ROWS = 100


def sites_of(request: HttpRequest) -> list[Site]:
    """Return the user's sites with their policies, by name. Who has none is refused."""
    sites = list(Site.objects.filter(pk__in=sites_for(request, Act.SEE)).select_related("policy"))
    if not sites:
        raise PermissionDenied
    return sites


def view_of(wanted: Wanted, views: list[View]) -> View:
    """Return the view that is wanted; 404 when it is not among the user's."""
    found = next((view for view in views if view.key == wanted.view), None)
    if found is None:
        raise Http404
    return found


def part_of(wanted: Wanted, view: View, sites: list[Site]) -> Selection:
    """Return the items that are wanted; 404 for a site that is not the user's."""
    named = [site.pk for site in sites if wanted.site in {"", site.slug}]
    if wanted.site and not named:
        raise Http404
    return view.selection(named, wanted)


def queue_page(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """Show the part of the queue that the parameters name: a fixed number of queries.

    `chrome` is what every admin page shows around itself.
    """
    wanted, sites, user = Wanted.read(request.GET), sites_of(request), staff_of(request)
    views = views_for(user, sites)
    view = view_of(wanted, views)
    part = part_of(wanted, view, sites)
    # Before the rows are read: what enters meanwhile is new to the reader.
    newest = ReviewItem.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = pks_of(part, ROWS + 1, beside=_beside(request, sites))
    rows = rows_of(found[:ROWS], user, link=wanted.link)
    context = {
        **chrome,
        "title": f"Review queue: {view.name}",
        "wanted": wanted,
        "here": view,
        "tabs": tabs_of(views, [site.pk for site in sites], view.key),
        "fields": fields_for(wanted, [text for group in part.groups for text in group], sites),
        "rows": rows,
        "blur_excerpts": blurs_excerpts(user),
        "after": found[ROWS - 1] if len(found) > ROWS else None,
        "live": _live(wanted, rows, newest),
        "may_decide": bool(sites_for(request, Act.DECIDE)),
        "may_share": [site for site in sites if site.pk in sites_for(request, Act.RUN_DESK)],
    }
    return render(request, "desk/queue.html", context)


def _beside(request: HttpRequest, sites: list[Site]) -> Edge | None:
    """Return the place of the item that the page is to go on after."""
    after = request.GET.get("after", "")
    if not (after.isdecimal() and len(after) < 19):
        return None
    item = ReviewItem.objects.filter(pk=int(after), site__in=[site.pk for site in sites]).first()
    return Edge.at(item) if item else None


def _live(wanted: Wanted, rows: list[Any], newest: int) -> str:
    shown = ",".join(str(row.item.pk) for row in rows)
    own = f"{wanted.query}&" if wanted.query else ""
    return f"{reverse('admin:moderation_reviewitem_live')}?{own}newest={newest}&ids={shown}"
