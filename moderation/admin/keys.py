"""Keys of a site's servers and of its reader tokens: shown once, revoked for good."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.flows.add_public_key import KeyRefused, add_public_key, check_public_key
from articles.flows.add_reader_key import add_reader_key
from articles.flows.issue_site_key import digest_of, issue_site_key
from articles.flows.revoke_reader_key import revoke_reader_key
from articles.flows.revoke_site_key import revoke_site_key
from articles.models import ReaderKey, SiteKey
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ModelForm, ScopedAdmin, actor_of, sites_for
from moderation.roles import Act

ONCE = "Copy it now, it is not shown again: "


class SiteKeyForm(ModelForm):
    scopes = forms.MultipleChoiceField(choices=SiteKey.SCOPES, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = SiteKey
        fields = ("site", "name", "scopes")


class ReaderKeyForm(ModelForm):
    class Meta:
        model = ReaderKey
        fields = ("site", "algorithm", "public_key")

    def clean(self) -> dict[str, Any]:
        """Refuse material that does not fit the algorithm, in words."""
        cleaned = super().clean() or {}
        algorithm, pem = cleaned.get("algorithm"), cleaned.get("public_key", "")
        if algorithm == ReaderKey.Algorithm.HS256 and pem:
            raise ValidationError("HS256 has a shared secret, which is made here: leave it empty.")
        if algorithm and algorithm != ReaderKey.Algorithm.HS256:
            try:
                check_public_key(algorithm, pem)
            except KeyRefused as error:
                raise ValidationError(error.detail) from error
        return cleaned

    def validate_constraints(self) -> None:
        """The flow stores the row, with what its constraints ask for."""


class KeyAdmin(ScopedAdmin):
    """The operator's: added, never changed, revoked but kept in sight."""

    sees = Act.SET_UP
    # The flow of the key's kind.
    revoke_one: ClassVar[Callable[..., object]]
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.SET_UP))

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.SET_UP))

    @admin.action(description="Revoke selected keys", permissions=["revoke"])
    def revoke(self, request: HttpRequest, keys: QuerySet[Any]) -> None:
        for key in keys:
            self.revoke_one(key, actor=actor_of(request))
        messages.success(request, f"Revoked: {', '.join(str(key) for key in keys)}.")


@admin.register(SiteKey)
class SiteKeyAdmin(KeyAdmin):
    revoke_one = staticmethod(revoke_site_key)
    list_display = ("name", "site", "prefix", "scopes", "created_at", "last_used_at", "revoked_at")
    fields = ("site", "name", "prefix", "scopes", "created_at", "last_used_at", "revoked_at")

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        return SiteKeyForm if obj is None else super().get_form(request, obj, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return SiteKeyForm.Meta.fields if obj is None else self.fields

    def save_model(self, request: HttpRequest, obj: SiteKey, form: Any, change: bool) -> None:
        key = issue_site_key(**form.cleaned_data, actor=actor_of(request))
        obj.pk = SiteKey.objects.values_list("pk", flat=True).get(digest=digest_of(key))
        messages.warning(request, ONCE + key)


@admin.register(ReaderKey)
class ReaderKeyAdmin(KeyAdmin):
    change_list_template = "desk/reader_keys.html"
    revoke_one = staticmethod(revoke_reader_key)
    list_display = ("kid", "site", "algorithm", "origin", "created_at", "vanished_at", "revoked_at")
    fields = ("site", "kid", "algorithm", "origin", "public_key", "created_at", "revoked_at")

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        return ReaderKeyForm if obj is None else super().get_form(request, obj, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ReaderKeyForm.Meta.fields if obj is None else self.fields

    def save_model(self, request: HttpRequest, obj: ReaderKey, form: Any, change: bool) -> None:
        said, actor = form.cleaned_data, actor_of(request)
        if said["algorithm"] == ReaderKey.Algorithm.HS256:
            made, secret = add_reader_key(said["site"], actor=actor)
            messages.warning(request, f"{ONCE}{secret} (kid {made.kid})")
        else:
            made = add_public_key(
                said["site"], algorithm=said["algorithm"], pem=said["public_key"], actor=actor
            )
        obj.pk, obj.kid = made.pk, made.kid
