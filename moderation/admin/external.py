"""A site's own service that is asked about each comment: the operator's to set."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from discussion.outward import OutwardRefused, check_url
from moderation.admin.filters import SiteFilter
from moderation.admin.keys import ONCE
from moderation.admin.scoped import ModelForm, ScopedAdmin, actor_of, sites_for
from moderation.flows.renew_external_secret import (
    renew_external_secret,
    retire_external_secrets,
)
from moderation.flows.set_external_moderator import set_external_moderator
from moderation.models import ExternalModerator
from moderation.roles import Act

SETTINGS = ("url", "seconds", "enabled")


class ExternalModeratorForm(ModelForm):
    url = forms.URLField(
        assume_scheme="https",
        max_length=600,
        help_text="where comments are sent; by https, but on a network of your own",
    )

    class Meta:
        model = ExternalModerator
        fields = ("site", *SETTINGS)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            check_url(url)
        except OutwardRefused as refused:
            raise ValidationError(str(refused)) from refused
        return url


@admin.register(ExternalModerator)
class ExternalModeratorAdmin(ScopedAdmin):
    """Set through a flow; never deleted, but switched off. Secrets are shown once."""

    sees = Act.SET_UP
    form = ExternalModeratorForm
    list_display = ("site", "enabled", "seconds", "secrets")
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    ordering = ("site__name",)
    actions = ("renew", "retire")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.SET_UP))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        sites = sites_for(request, Act.SET_UP)
        return bool(sites) if obj is None else obj.pk in sites

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("site",)

    def save_model(
        self, request: HttpRequest, obj: ExternalModerator, form: Any, change: bool
    ) -> None:
        said = {name: form.cleaned_data[name] for name in SETTINGS}
        secret = set_external_moderator(obj.site, **said, actor=actor_of(request))
        if secret:
            messages.warning(request, ONCE + secret)

    @admin.display(description="live secrets")
    def secrets(self, service: ExternalModerator) -> int:
        return len(service.sealed_secrets)

    @admin.action(description="Make a new secret beside the present one", permissions=["change"])
    def renew(self, request: HttpRequest, services: QuerySet[ExternalModerator]) -> None:
        for service in services:
            secret = renew_external_secret(service.site, actor=actor_of(request))
            messages.warning(request, f"{service.site}. {ONCE}{secret}")

    @admin.action(description="Retire all secrets but the newest", permissions=["change"])
    def retire(self, request: HttpRequest, services: QuerySet[ExternalModerator]) -> None:
        for service in services:
            retire_external_secrets(service.site, actor=actor_of(request))
        messages.success(request, "From now on the newest secret signs alone.")
