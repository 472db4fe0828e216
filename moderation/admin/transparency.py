"""The transparency report as a page, and as CSV."""

from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from moderation.admin.figures import BAD_REQUEST, csv_answer
from moderation.admin.figures_form import PeriodForm, last_month
from moderation.admin.pages import add_pages, desk_page, site_asked, sites_seen
from moderation.figures.table import as_csv
from moderation.roles import Act
from moderation.transparency.report import transparency_report


def transparency_page(request: HttpRequest) -> HttpResponse:
    """Show a site's report of some days, by default of last month; with `?format=csv` as a file."""
    sites = sites_seen(request, Act.SEE)
    site = site_asked(request, sites)
    form = PeriodForm(request.GET.dict(), last_month(timezone.now().date()))
    report = transparency_report(site, form.cleaned_data["period"]) if form.is_valid() else None
    if report is not None and request.GET.get("format") == "csv":
        days = report.period
        file = f"{site.slug}-transparency-{days.first}-{days.last}.csv"
        return csv_answer(as_csv(report.table.columns, report.table.rows), file)
    asked = {name: form.data[name] for name in ("from", "to")}
    context = {
        **admin.site.each_context(request),
        "title": "Transparency report",
        "sites": sites,
        "site": site,
        "form": form,
        "report": report,
        "asked": urlencode({"site": site.slug, **asked, "format": "csv"}),
    }
    status = BAD_REQUEST if report is None else None
    return render(request, "desk/transparency.html", context, status=status)


add_pages(desk_page("transparency/", transparency_page, "desk-transparency"))
