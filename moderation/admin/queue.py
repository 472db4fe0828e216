"""The review queue: what needs a person, by expected harm, reach and age."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from moderation.admin.bulk import bulk_page
from moderation.admin.queue_live import queue_live
from moderation.admin.queue_page import queue_page
from moderation.admin.review_page import review_page
from moderation.admin.scoped import ScopedAdmin
from moderation.admin.view_pages import change_view, views_page
from moderation.models import ReviewItem


@admin.register(ReviewItem)
class ReviewItemAdmin(ScopedAdmin):
    """Open items as a list; an item's page is the review page."""

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "live": ("live/", queue_live),
            "bulk": ("bulk/", self.bulk_view),
            "views": ("views/", self.views_view),
            "view": ("views/<int:pk>/", change_view),
        }
        own = [
            path(route, self.admin_site.admin_view(page), name=f"moderation_reviewitem_{name}")
            for name, (route, page) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return queue_page(request, self.admin_site.each_context(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return review_page(request, self.admin_site.each_context(request), object_id)

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        return bulk_page(request, self.admin_site.each_context(request))

    def views_view(self, request: HttpRequest) -> HttpResponse:
        return views_page(request, self.admin_site.each_context(request))
