"""Policy versions: as they were published, and the drafts of the next."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from articles.models import PolicyVersion
from moderation.admin.filters import SiteFilter
from moderation.admin.policy_edit import edit_page
from moderation.admin.policy_pages import policy_page
from moderation.admin.scoped import ScopedAdmin, sites_for
from moderation.admin.times import in_utc
from moderation.roles import Act


@admin.register(PolicyVersion)
class PolicyVersionAdmin(ScopedAdmin):
    """A published version never changes; a draft is its site's policy editors' to write."""

    list_display = ("title", "number", "site", "state", "published")
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    ordering = ("site", "-number")
    change_list_template = "desk/policies.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        mine = sites_for(request, Act.PUBLISH_POLICY)
        context = {"title": "Policies", "may_draft": bool(mine), **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the version; its draft's editors a form. 404 for an unknown and a foreign one."""
        version: PolicyVersion = self.get_object(request, object_id)
        writes = version.site_id in sites_for(request, Act.PUBLISH_POLICY)
        page = edit_page if version.published_at is None and writes else policy_page
        return page(request, version)

    @admin.display(description="published", ordering="published_at")
    def published(self, version: PolicyVersion) -> str:
        return in_utc(version.published_at)

    @admin.display(description="state")
    def state(self, version: PolicyVersion) -> str:
        if version.published_at is None:
            return "draft"
        return "in force" if version.site.policy_id == version.pk else "replaced"
