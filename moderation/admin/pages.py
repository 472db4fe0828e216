"""Pages of the desk that are no list of rows: below /admin/, for staff who are signed in."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from articles.models import Site
from moderation.admin.scoped import sites_for
from moderation.roles import Act

Page = Callable[..., HttpResponse]


def desk_page(route: str, page: Page, name: str) -> URLPattern:
    """Return the route of a page that only staff may open; its name is `admin:<name>`."""
    return path(route, admin.site.admin_view(page), name=name)


def add_pages(*pages: URLPattern) -> None:
    """Put pages before those of Django's admin, whose last route takes everything."""
    below = admin.site.get_urls

    def get_urls() -> list[Any]:
        return [*pages, *below()]

    admin.site.get_urls = get_urls  # type: ignore[method-assign]  # the way without a site of one's own


def sites_seen(request: HttpRequest, act: Act) -> list[Site]:
    """Return the sites where the user may do that, by name. Who may nowhere is refused."""
    sites = list(Site.objects.select_related("policy").filter(pk__in=sites_for(request, act)))
    if not sites:
        raise PermissionDenied
    return sites


def site_asked(request: HttpRequest, sites: list[Site]) -> Site:
    """Return the site that `?site=` names, else the first; 404 for an unknown or foreign one."""
    slug = request.GET.get("site")
    for site in sites:
        if slug in {None, "", site.slug}:
            return site
    raise Http404
