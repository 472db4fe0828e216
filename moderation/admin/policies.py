"""Policy versions, as they were published."""

from django.contrib import admin
from django.template.loader import render_to_string

from articles.models import PolicyVersion
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ScopedAdmin


@admin.register(PolicyVersion)
class PolicyVersionAdmin(ScopedAdmin):
    """A version is drafted and published by the `policy` command; it never changes."""

    list_display = ("title", "number", "site", "published_at")
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    ordering = ("site", "-number")
    fields = ("site", "title", "number", "digest", "created_at", "published_at", "in_words")
    readonly_fields = ("in_words",)

    @admin.display(description="clauses")
    def in_words(self, version: PolicyVersion) -> str:
        return render_to_string("desk/clauses.html", {"policy": version})
