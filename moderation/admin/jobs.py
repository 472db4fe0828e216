"""The list of jobs; a job's page is the desk's."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from moderation.admin.filters import SiteFilter
from moderation.admin.job_page import job_page
from moderation.admin.scoped import ScopedAdmin, sites_for
from moderation.models import Job
from moderation.roles import Act


@admin.register(Job)
class JobAdmin(ScopedAdmin):
    """Work on many comments, the latest first."""

    change_list_template = "desk/jobs.html"
    list_display = ("what", "author", "state", "progress", "started_by", "created_at", "site")
    list_filter = (SiteFilter, "state", "kind")
    list_select_related = ("author", "started_by", "site")
    ordering = ("-id",)
    sortable_by = ()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": "Jobs", "may_rejudge": bool(sites_for(request, Act.RUN_JOBS))}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return job_page(request, self.get_object(request, object_id).pk)

    @admin.display(description="job")
    def what(self, job: Job) -> str:
        return job.get_kind_display().capitalize()

    @admin.display(description="done")
    def progress(self, job: Job) -> str:
        return f"{job.done} of {job.total}"
