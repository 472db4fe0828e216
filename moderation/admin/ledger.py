"""What happened, what is told to others, and how the machine's work goes."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from articles.models import AuditEvent, OutboxEvent
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ScopedAdmin
from moderation.models import Screening, WorkerHeartbeat


@admin.register(AuditEvent)
class AuditEventAdmin(ScopedAdmin):
    list_display = ("at", "kind", "subject", "sequence", "actor", "site")
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    search_fields = ("subject", "kind", "actor")
    ordering = ("-id",)


@admin.register(OutboxEvent)
class OutboxEventAdmin(ScopedAdmin):
    list_display = ("created_at", "kind", "article", "sequence", "fanned_out_at", "site")
    list_filter = (SiteFilter,)
    list_select_related = ("article", "site")
    ordering = ("-id",)


@admin.register(Screening)
class ScreeningAdmin(ScopedAdmin):
    list_display = ("created_at", "revision_id", "attempts", "ending", "finished_at", "site")
    list_filter = (SiteFilter, "ending")
    list_select_related = ("site",)
    ordering = ("-id",)
    raw_id_fields = ("revision",)


@admin.register(WorkerHeartbeat)
class WorkerHeartbeatAdmin(ScopedAdmin):
    """Workers serve all sites, so they are the operator's to see."""

    list_display = ("worker", "scorer", "started_at", "seen_at")
    ordering = ("-seen_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkerHeartbeat]:
        return WorkerHeartbeat.objects.order_by(*self.ordering)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)
