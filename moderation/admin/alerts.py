"""Alerts: what was told, to whom it could not be, and telling it once more."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.errors import DomainError
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ScopedAdmin, sites_for, staff_of
from moderation.admin.times import in_utc
from moderation.flows.resend_alert import resend_alert
from moderation.models import Alert
from moderation.roles import Act


@admin.register(Alert)
class AlertAdmin(ScopedAdmin):
    list_display = ("opened", "kind", "site", "mailed", "posted", "tries", "state")
    list_filter = (SiteFilter, "kind")
    list_select_related = ("site",)
    ordering = ("-id",)
    actions = ("tell_again",)
    raw_id_fields = ("comment",)
    fields = (
        "public_id",
        "kind",
        "site",
        "comment",
        "data",
        "opened_at",
        "mailed_at",
        "posted_at",
        "attempts",
        "due_at",
        "closed_at",
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Alerts", **(extra_context or {})})

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.RUN_DESK))

    @admin.action(description="Tell selected alerts again", permissions=["resend"])
    def tell_again(self, request: HttpRequest, alerts: QuerySet[Alert]) -> None:
        refused: Counter[str] = Counter()
        done = 0
        for alert in alerts:
            try:
                resend_alert(alert, user=staff_of(request))
                done += 1
            except DomainError as refusal:
                refused[refusal.detail] += 1
        if done:
            messages.success(request, f"To be told again: {done}.")
        for why, count in refused.items():
            messages.error(request, f"Not told again: {count}. {why}")

    @admin.display(description="opened", ordering="id")
    def opened(self, alert: Alert) -> str:
        return in_utc(alert.opened_at)

    @admin.display(description="by mail")
    def mailed(self, alert: Alert) -> str:
        return in_utc(alert.mailed_at)

    @admin.display(description="by webhook")
    def posted(self, alert: Alert) -> str:
        return in_utc(alert.posted_at)

    @admin.display(description="last try")
    def tries(self, alert: Alert) -> str:
        results: dict[str, Any] = alert.data.get("last_try", {})
        said = ", ".join(f"{way}: {result}" for way, result in results.items())
        return said or ("nobody to tell" if alert.attempts else "not yet")

    @admin.display(description="state")
    def state(self, alert: Alert) -> str:
        return "closed" if alert.closed_at else f"next {in_utc(alert.due_at)}"
