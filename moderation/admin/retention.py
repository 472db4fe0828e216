"""How long each site keeps what: seen by the desk, set by who runs it."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from articles.models import Site
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ScopedAdmin, sites_for, staff_of
from moderation.flows.set_retention import drop_retention, set_retention
from moderation.models import RetentionRule
from moderation.roles import Act


@admin.register(RetentionRule)
class RetentionRuleAdmin(ScopedAdmin):
    """Each change goes through its flow, which audits it."""

    fields = ("site", "what", "days")
    list_display = ("what", "days", "site")
    list_filter = (SiteFilter, "what")
    list_select_related = ("site",)
    ordering = ("site", "what")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.RUN_DESK))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._runs_its_desk(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._runs_its_desk(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Site.objects.filter(pk__in=sites_for(request, Act.RUN_DESK))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: RetentionRule, form: Any, change: bool) -> None:
        set_retention(obj, user=staff_of(request))

    def delete_model(self, request: HttpRequest, obj: RetentionRule) -> None:
        drop_retention(obj, user=staff_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RetentionRule]) -> None:
        for rule in queryset:
            drop_retention(rule, user=staff_of(request))

    def _runs_its_desk(self, request: HttpRequest, obj: Model | None) -> bool:
        sites = sites_for(request, Act.RUN_DESK)
        return bool(sites) if obj is None else getattr(obj, "site_id", None) in sites
