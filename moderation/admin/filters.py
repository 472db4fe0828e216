"""Filters that offer nothing of another site's."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest

from articles.models import Site
from moderation.admin.scoped import ScopedAdmin, sites_for
from moderation.policy.engine import FAULT, SAFEGUARDS, TRUSTED_REPORTS
from moderation.roles import Act
from moderation.ruled_attributes import ruled_attributes

Choices = Iterable[tuple[str, str]]


def _sites(request: HttpRequest) -> list[Site]:
    """Return the user's sites with their policies, read once a request for all the filters."""
    known: list[Site] | None = vars(request).get("_desk_site_rows")
    if known is None:
        pks = sites_for(request, Act.SEE)
        known = list(Site.objects.filter(pk__in=pks).select_related("policy"))
        vars(request)["_desk_site_rows"] = known
    return known


class SiteFilter(admin.SimpleListFilter):
    title = "site"
    parameter_name = "site"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        assert isinstance(model_admin, ScopedAdmin)
        self.path = model_admin.site_path
        return [(site.slug, site.name) for site in _sites(request)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.path}__slug": self.value()} if self.value() else {})


class ClauseFilter(admin.SimpleListFilter):
    title = "clause"
    parameter_name = "clause"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        policies = [site.policy for site in _sites(request) if site.policy]
        return {
            clause["id"]: clause["title"] for policy in policies for clause in policy.clauses
        }.items()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return containing(queryset, "clauses", self.value())


class AttributeFilter(admin.SimpleListFilter):
    """Offers what there can be: to ask the table which there are would read all of it."""

    title = "attribute"
    parameter_name = "attribute"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        known = {*ruled_attributes(), *SAFEGUARDS, TRUSTED_REPORTS, FAULT}
        return [(attribute, attribute) for attribute in sorted(known)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{"attribute": self.value()} if self.value() else {})


def containing(queryset: QuerySet[Any], field: str, code: str | None) -> QuerySet[Any]:
    """Return the rows whose JSON list has this code; no lookup for that runs on both databases."""
    if not code:
        return queryset
    rows: QuerySet[Any] = queryset.alias(_codes=Cast(field, TextField()))
    return rows.filter(_codes__contains=f'"{code}"')
