"""Saving what the queue shows as a view, and keeping the saved ones in order."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.errors import DomainError
from articles.models import Site
from moderation.admin.queue_page import sites_of, view_of
from moderation.admin.scoped import sites_for, staff_of
from moderation.flows.keep_view import delete_view, rename_view, save_view
from moderation.queues.saved_views import MOST_SAVED, SAVED, View, saved_views, views_for
from moderation.queues.wanted import Wanted
from moderation.roles import Act

QUEUE = "admin:moderation_reviewitem_changelist"
VIEWS = "admin:moderation_reviewitem_views"


def views_page(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """List the saved views that the user sees, to be renamed or deleted; POST saves a new one."""
    if request.method == "POST":
        return _save(request)
    user, seen = staff_of(request), sites_for(request, Act.SEE)
    runs = sites_for(request, Act.RUN_DESK)
    saved = saved_views(user, seen)[:MOST_SAVED]
    rows = [(row, row.owner_id == user.pk or row.site_id in runs) for row in saved]
    context = {**chrome, "title": "Saved views", "rows": rows, "prefix": SAVED}
    return render(request, "desk/queue_views.html", context)


@require_POST
def change_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename the view, or delete it; 404 for one that the user does not see."""
    user = staff_of(request)
    view = saved_views(user, sites_for(request, Act.SEE)).filter(pk=pk).first()
    if view is None:
        raise Http404
    try:
        if "delete" in request.POST:
            delete_view(view, user=user)
        else:
            rename_view(view, request.POST.get("name", ""), user=user)
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect(VIEWS)


def _save(request: HttpRequest) -> HttpResponse:
    """Save what the queue showed (`query`) under a name."""
    wanted, sites = Wanted.read(QueryDict(request.POST.get("query", ""))), sites_of(request)
    view = view_of(wanted, views_for(staff_of(request), sites))
    try:
        saved = save_view(
            staff_of(request),
            name=request.POST.get("name", ""),
            labels=view.labels_with(wanted),
            waiting_minutes=wanted.waiting_minutes or view.waiting_minutes,
            site=_site(request.POST.get("shared") or wanted.site, view, sites),
            shared=bool(request.POST.get("shared")),
        )
    except DomainError as error:
        messages.error(request, error.detail)
        return HttpResponseRedirect(f"{reverse(QUEUE)}?{wanted.query}")
    return HttpResponseRedirect(f"{reverse(QUEUE)}?view={SAVED}{saved.pk}")


def _site(slug: str, view: View, sites: list[Site]) -> Site | None:
    """Return the site that is named, else the view's; 404 for one that is not the user's."""
    if not slug:
        return next((site for site in sites if site.pk == view.site), None)
    for site in sites:
        if site.slug == slug:
            return site
    raise Http404
