"""Whom each site takes for its readers, and where their keys are: the operator's to set."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.flows.change_key_set import change_key_set
from articles.flows.change_reader_rules import change_reader_rules
from articles.models import KeySet, ReaderRules
from discussion.outward import OutwardRefused, check_url
from discussion.tokens.key_sets import AT_ONCE_SECONDS, fetch_key_set
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ModelForm, ScopedAdmin, actor_of, sites_for
from moderation.roles import Act

RULES = ("guests", "guest_trusted_after", "nested_claims", "session_readers")


@admin.register(ReaderRules)
class ReaderRulesAdmin(ScopedAdmin):
    """A site without a row is in the list with its defaults, which are stored here: a row that says
    what holds without it.
    """

    sees = Act.SET_UP
    list_display = ("site", *RULES)
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    ordering = ("site__name",)
    fields = ("site", *RULES)
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


class KeySetForm(ModelForm):
    class Meta:
        model = KeySet
        fields = ("site", "url")

    def clean_url(self) -> str:
        """Refuse what could not be called, and keys that anybody on the way could exchange."""
        url: str = self.cleaned_data["url"]
        try:
            check_url(url)
        except OutwardRefused as error:
            raise ValidationError(str(error)) from error
        if settings.HTTPS and not url.startswith("https://"):
            raise ValidationError("Keys come by https://, or they are anybody's.")
        return url


@admin.register(KeySet)
class KeySetAdmin(ScopedAdmin):
    """Another address is another set: it is removed and added anew."""

    sees = Act.SET_UP
    form = KeySetForm
    list_display = ("site", "url", "fetched_at", "problem")
    list_display_links = ("site",)
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    ordering = ("site__name",)
    actions = ("fetch_now",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("site", "url") if obj is None else ("site", "url", "fetched_at", "problem")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)

    def save_model(self, request: HttpRequest, obj: KeySet, form: Any, change: bool) -> None:
        change_key_set(obj.site, obj.url, actor=actor_of(request))

    def delete_model(self, request: HttpRequest, obj: KeySet) -> None:
        change_key_set(obj.site, "", actor=actor_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for key_set in queryset:
            self.delete_model(request, key_set)

    @admin.action(description="Fetch selected key sets now", permissions=["view"])
    def fetch_now(self, request: HttpRequest, key_sets: QuerySet[KeySet]) -> None:
        for key_set in key_sets:
            fetched = fetch_key_set(key_set, AT_ONCE_SECONDS)
            key_set.refresh_from_db(fields=["problem"])
            said = f"{key_set.site}: {'fetched' if fetched else 'not fetched'}. {key_set.problem}"
            messages.add_message(
                request, messages.SUCCESS if fetched else messages.ERROR, said.strip()
            )
