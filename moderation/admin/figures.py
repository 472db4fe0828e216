"""The dashboard of a site, and each of its pictures as CSV."""

from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Site
from moderation.admin.figures_form import FiguresForm
from moderation.admin.pages import add_pages, desk_page, site_asked, sites_seen
from moderation.figures.dashboard import Dashboard, dashboard
from moderation.figures.period import Period
from moderation.figures.scope import Scope
from moderation.figures.table import as_csv
from moderation.roles import Act

# What was given and cannot be used.
BAD_REQUEST = 400


def figures_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of one site. Days or a section that cannot be are named, with 400."""
    sites = sites_seen(request, Act.SEE)
    site = site_asked(request, sites)
    form = _form(request, site)
    shown = _figures(form, site)
    context = {
        **admin.site.each_context(request),
        "title": "Figures",
        "sites": sites,
        "site": site,
        "form": form,
        "shown": shown,
        "asked": urlencode({"site": site.slug, **_given(request)}),
    }
    status = BAD_REQUEST if shown is None else None
    return render(request, "desk/figures.html", context, status=status)


def figures_csv(request: HttpRequest, name: str) -> HttpResponse:
    """Return the numbers of one picture of the same page; 404 for one that it does not have."""
    site = site_asked(request, sites_seen(request, Act.SEE))
    form = _form(request, site)
    shown = _figures(form, site)
    if shown is None:
        return HttpResponse(form.errors.as_text(), status=BAD_REQUEST, content_type="text/plain")
    for panel in shown.panels:
        if panel.table.name == name:
            days: Period = form.cleaned_data["period"]
            file = f"{site.slug}-{name}-{days.first}-{days.last}.csv"
            return csv_answer(as_csv(panel.table.columns, panel.table.rows), file)
    raise Http404


def csv_answer(text: str, file: str) -> HttpResponse:
    """Return the text as a file to be kept."""
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _form(request: HttpRequest, site: Site) -> FiguresForm:
    return FiguresForm(request.GET.dict(), Period.up_to(timezone.now().date()), site)


def _figures(form: FiguresForm, site: Site) -> Dashboard | None:
    if not form.is_valid():
        return None
    return dashboard(Scope(site, form.cleaned_data["period"], form.cleaned_data["section"]))


def _given(request: HttpRequest) -> dict[str, str]:
    names = ("from", "to", "section")
    return {name: request.GET[name] for name in names if request.GET.get(name)}


add_pages(
    desk_page("figures/", figures_page, "desk-figures"),
    desk_page("figures/<slug:name>.csv", figures_csv, "desk-figures-csv"),
)
