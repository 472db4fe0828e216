"""The feeds that bring a site's articles: set up by who runs the site, with how each fares."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from articles.flows.watch_feed import drop_feed, watch_feed
from articles.models import FeedSource, Site
from discussion.outward import OutwardRefused, check_url
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ModelForm, ScopedAdmin, actor_of, sites_for
from moderation.admin.times import in_utc
from moderation.roles import Act


class FeedForm(ModelForm):
    url = forms.URLField(max_length=600, assume_scheme="https", help_text="of an RSS or Atom feed")

    class Meta:
        model = FeedSource
        fields = ("site", "url", "every_minutes", "enabled")

    def clean_url(self) -> str:
        """Refuse what would never be called, before the first try."""
        url: str = self.cleaned_data["url"]
        try:
            check_url(url)
        except OutwardRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return url


@admin.register(FeedSource)
class FeedSourceAdmin(ScopedAdmin):
    """Each change goes through its flow, which audits it and has the feed read at once."""

    # An address may hold a key.
    sees = Act.SET_UP
    form = FeedForm
    list_display = ("url", "site", "state", "last_read", "entries", "trouble")
    list_filter = (SiteFilter, "enabled")
    list_select_related = ("site",)
    ordering = ("site", "pk")
    readonly_fields = ("state", "last_read", "entries", "trouble")
    fields = ("site", "url", "every_minutes", "enabled", *readonly_fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.SET_UP))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._sets_up(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._sets_up(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Site.objects.filter(pk__in=sites_for(request, Act.SET_UP))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: FeedSource, form: Any, change: bool) -> None:
        watch_feed(obj, actor=actor_of(request))

    def delete_model(self, request: HttpRequest, obj: FeedSource) -> None:
        drop_feed(obj, actor=actor_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[FeedSource]) -> None:
        for source in queryset:
            drop_feed(source, actor=actor_of(request))

    @admin.display(description="state")
    def state(self, source: FeedSource) -> str:
        if not source.enabled:
            return "off"
        failed = f", failed {source.failures} times in a row" if source.failures else ""
        return f"next {in_utc(source.due_at)}{failed}"

    @admin.display(description="last read")
    def last_read(self, source: FeedSource) -> str:
        return in_utc(source.read_at)

    @admin.display(description="entries")
    def entries(self, source: FeedSource) -> str:
        refused = f", {source.refused} refused: not at the site's addresses"
        return f"{source.taken}{refused if source.refused else ''}"

    def _sets_up(self, request: HttpRequest, obj: Model | None) -> bool:
        sites = sites_for(request, Act.SET_UP)
        return bool(sites) if obj is None else getattr(obj, "site_id", None) in sites
