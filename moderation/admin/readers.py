"""Whom each site takes for its readers: the operator's to set."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from articles.flows.change_reader_rules import change_reader_rules
from articles.models import ReaderRules
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ScopedAdmin, actor_of, sites_for
from moderation.roles import Act


@admin.register(ReaderRules)
class ReaderRulesAdmin(ScopedAdmin):
    """A site without a row is in the list with its defaults, which are stored here: a row that says
    what holds without it.
    """

    sees = Act.SET_UP
    list_display = ("site", "guests", "guest_trusted_after")
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    ordering = ("site__name",)
    fields = ("site", "guests", "guest_trusted_after")
    readonly_fields = ("site",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        mine = sites_for(request, Act.SET_UP)
        missing = mine.difference(ReaderRules.objects.values_list("pk", flat=True))
        rows = [ReaderRules(site_id=pk) for pk in sorted(missing)]
        ReaderRules.objects.bulk_create(rows, ignore_conflicts=True)
        return super().changelist_view(request, extra_context)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: ReaderRules, form: Any, change: bool) -> None:
        change_reader_rules(obj.site, form.cleaned_data, actor=actor_of(request))
