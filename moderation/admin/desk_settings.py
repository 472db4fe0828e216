"""How the desk of each site works, for those who run it."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.errors import DomainError
from articles.models import Site
from moderation.admin.desk_form import DeskForm
from moderation.admin.filters import SiteFilter
from moderation.admin.keys import ONCE
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.scoped import ScopedAdmin, sites_for, staff_of
from moderation.errors import StaleSettings
from moderation.flows.change_desk import change_desk
from moderation.flows.renew_alert_secret import renew_alert_secret
from moderation.models import DeskSettings
from moderation.roles import Act

PAGE = "admin:moderation_desksettings_change"


@admin.register(DeskSettings)
class DeskSettingsAdmin(ScopedAdmin):
    """Seniors change them; the other staff of the site look at them."""

    list_display = ("site", "queue_age_minutes", "threat_at", "second_person", "told_by")
    list_display_links = ("site",)
    list_filter = (SiteFilter,)
    list_select_related = ("site", "second_person")
    ordering = ("site__name",)
    # The webhook's path may be a secret of the receiver's.
    fields = (
        "site",
        "second_person",
        "heat_comments",
        "heat_held_share",
        "heat_minutes",
        "second_look_share",
        "queue_age_minutes",
        "threat_at",
        "alert_emails",
        "webhook_host",
    )
    readonly_fields = ("webhook_host",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A site that nobody set up yet is in the list with its defaults, which are stored here: a
        row that says what holds without it.
        """
        run = sites_for(request, Act.RUN_DESK)
        missing = run.difference(DeskSettings.objects.values_list("pk", flat=True))
        rows = [DeskSettings(site_id=pk) for pk in sorted(missing)]
        DeskSettings.objects.bulk_create(rows, ignore_conflicts=True)
        return super().changelist_view(request, {"title": "Desk settings", **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        desk: DeskSettings = self.get_object(request, object_id)
        if desk.site_id in sites_for(request, Act.RUN_DESK):
            return settings_page(request, desk.site)
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description="told by")
    def told_by(self, desk: DeskSettings) -> str:
        ways = ["mail"] * bool(desk.alert_emails) + ["webhook"] * bool(desk.alert_url)
        return " and ".join(ways) or "nobody is told"

    @admin.display(description="webhook")
    def webhook_host(self, desk: DeskSettings) -> str:
        return urlsplit(desk.alert_url).hostname or "none"


def settings_page(request: HttpRequest, site: Site) -> HttpResponse:
    """Show the settings and store them; 409 with what was typed when others were faster."""
    if request.method != "POST":
        return _page(request, site, DeskForm(site))
    form = DeskForm(site, request.POST)
    if not form.is_valid():
        return _page(request, site, form, 400)
    try:
        done = change_desk(
            site, form.values, seen=form.cleaned_data["seen"], user=staff_of(request)
        )
    except StaleSettings as stale:
        messages.error(request, stale.detail)
        return _page(request, site, DeskForm(site), 409)
    except DomainError as refused:
        form.add_error(None, refused.detail)
        return _page(request, site, form, 422)
    messages.success(request, "Stored." if done.fields else "Nothing changed.")
    if done.secret:
        messages.warning(request, ONCE + done.secret)
    return HttpResponseRedirect(reverse(PAGE, args=[site.pk]))


@require_POST
def new_secret_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the webhook's next secret, and show it once; 404 for what is not the user's to set."""
    sites = Site.objects.filter(pk__in=sites_for(request, Act.RUN_DESK))
    site = get_object_or_404(sites, pk=pk)
    try:
        messages.warning(request, ONCE + renew_alert_secret(site, user=staff_of(request)))
    except DomainError as refused:
        messages.error(request, refused.detail)
    return HttpResponseRedirect(reverse(PAGE, args=[site.pk]))


def _page(request: HttpRequest, site: Site, form: DeskForm, status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Desk settings",
        "site": site,
        "form": form,
        "has_webhook": bool(form.initial["alert_url"]),
    }
    return render(request, "desk/settings.html", context, status=status)


add_pages(desk_page("settings/<int:pk>/secret/", new_secret_view, "desk-alert-secret"))
