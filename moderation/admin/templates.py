"""The words that moderators start from, by clause: read by the desk, written by who runs it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from articles.models import Site
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ModelForm, ScopedAdmin, sites_for, staff_of
from moderation.errors import UnknownClause, UnreadableWords
from moderation.flows.write_template import drop_template, write_template
from moderation.models import ReasoningTemplate
from moderation.roles import Act
from moderation.why import clause_texts
from moderation.words import readable


class TemplateForm(ModelForm):
    """Offers the clauses of the policies in force at the sites that the user runs."""

    class Meta:
        model = ReasoningTemplate
        fields = ("site", "clause", "title", "text", "place")
        widgets = {
            "clause": forms.Select,
            "title": forms.TextInput({"dir": "auto"}),
            "text": forms.Textarea({"rows": 6, "dir": "auto"}),
        }
        labels = {"text": "Said to the author", "place": "Place in the list"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "clause" not in self.fields:  # who may only look gets a form without fields
            return
        sites = self.fields["site"].queryset.select_related("policy")  # type: ignore[attr-defined]
        known = {text.id: text.title for site in sites for text in clause_texts(site.policy)}
        self.fields["clause"].widget.choices = [*known.items()]

    def clean_title(self) -> str:
        return _checked(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return _checked(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        site, clause = cleaned.get("site"), cleaned.get("clause")
        known = {text.id for text in clause_texts(site.policy)} if site else set()
        if site and clause and clause not in known:
            self.add_error("clause", UnknownClause().detail)
        return cleaned


def _checked(words: str) -> str:
    try:
        return readable(words)
    except UnreadableWords as refused:
        raise ValidationError(refused.detail) from refused


@admin.register(ReasoningTemplate)
class ReasoningTemplateAdmin(ScopedAdmin):
    """Each change goes through its flow, which audits it."""

    form = TemplateForm
    list_display = ("title", "clause", "site", "place")
    list_filter = (SiteFilter, "clause")
    list_select_related = ("site",)
    search_fields = ("title", "text")
    ordering = ("site", "clause", "place", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.RUN_DESK))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._runs_its_desk(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._runs_its_desk(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Site.objects.filter(pk__in=sites_for(request, Act.RUN_DESK))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: ReasoningTemplate, form: Any, change: bool
    ) -> None:
        write_template(obj, user=staff_of(request))

    def delete_model(self, request: HttpRequest, obj: ReasoningTemplate) -> None:
        drop_template(obj, user=staff_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ReasoningTemplate]) -> None:
        for template in queryset:
            drop_template(template, user=staff_of(request))

    def _runs_its_desk(self, request: HttpRequest, obj: Model | None) -> bool:
        sites = sites_for(request, Act.RUN_DESK)
        return bool(sites) if obj is None else getattr(obj, "site_id", None) in sites
