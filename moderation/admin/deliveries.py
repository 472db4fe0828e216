"""The log of webhooks: what was sent where, what came of it, and sending it again."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.errors import DomainError
from discussion.flows.resend_webhook import resend_delivery
from discussion.models import WebhookDelivery
from discussion.webhooks.kinds import KINDS, PING
from moderation.admin.filters import Choices, SiteFilter
from moderation.admin.scoped import ScopedAdmin, actor_of, sites_for
from moderation.admin.times import in_utc
from moderation.roles import Act

WAITING = "waiting"


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(WAITING, "waits"), *WebhookDelivery.Ending.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == WAITING:
            return queryset.filter(ended_at=None)
        return queryset.filter(ending=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = "event"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(kind, kind) for kind in (*KINDS, PING)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(event__kind=self.value()) if self.value() else queryset


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ScopedAdmin):
    site_path = "endpoint__site"
    list_display = (
        "written",
        "kind",
        "sequence",
        "endpoint",
        "state",
        "attempts",
        "result",
        "site",
    )
    list_filter = (SiteFilter, StateFilter, KindFilter)
    list_select_related = ("endpoint__site", "event")
    ordering = ("-id",)
    sortable_by = ()
    actions = ("send_again",)
    raw_id_fields = ("endpoint", "event")
    fields = (
        "endpoint",
        "event",
        "attempts",
        "due_at",
        "tried_at",
        "status",
        "fault",
        "ended_at",
        "ending",
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": "Log of webhooks", **(extra_context or {})}
        return super().changelist_view(request, context)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.RUN_DESK))

    @admin.action(description="Send selected events again", permissions=["resend"])
    def send_again(self, request: HttpRequest, deliveries: QuerySet[WebhookDelivery]) -> None:
        refused: Counter[str] = Counter()
        mine = sites_for(request, Act.RUN_DESK)
        done = 0
        for delivery in deliveries:
            if delivery.endpoint.site_id not in mine:
                refused["Your role at its site does not allow that."] += 1
                continue
            try:
                resend_delivery(delivery, actor=actor_of(request))
                done += 1
            except DomainError as refusal:
                refused[refusal.detail] += 1
        if done:
            messages.success(request, f"To be sent again: {done}.")
        for why, count in refused.items():
            messages.error(request, f"Not sent again: {count}. {why}")

    @admin.display(description="happened", ordering="id")
    def written(self, delivery: WebhookDelivery) -> str:
        return in_utc(delivery.event.created_at)

    @admin.display(description="event")
    def kind(self, delivery: WebhookDelivery) -> str:
        return delivery.event.kind

    @admin.display(description="sequence")
    def sequence(self, delivery: WebhookDelivery) -> int | None:
        return delivery.event.sequence

    @admin.display(description="state")
    def state(self, delivery: WebhookDelivery) -> str:
        return delivery.get_ending_display() or f"next {in_utc(delivery.due_at)}"

    @admin.display(description="last answer")
    def result(self, delivery: WebhookDelivery) -> str:
        return delivery.fault or str(delivery.status or "-")

    @admin.display(description="site")
    def site(self, delivery: WebhookDelivery) -> str:
        return delivery.endpoint.site.name
