"""The review queue: what needs a person, the most harmful first."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from moderation.admin.bulk import decide_many
from moderation.admin.filters import ClauseFilter, ReasonFilter, SectionFilter, SiteFilter
from moderation.admin.review_page import review_page
from moderation.admin.scoped import ScopedAdmin, sites_for
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import open_items
from moderation.roles import Act
from moderation.why import why

EXCERPT = 180


@admin.register(ReviewItem)
class ReviewItemAdmin(ScopedAdmin):
    """Open items as a list; an item's page is the review page."""

    list_display = ("comment_text", "why_words", "score", "who_where", "since", "claim")
    list_display_links = ("comment_text",)
    list_filter = (SiteFilter, ClauseFilter, ReasonFilter, SectionFilter)
    list_per_page = 100
    search_fields = ("revision__text", "comment__author__display_name", "comment__article__title")
    search_help_text = "Words of the comment, its author or its article"
    sortable_by = ()
    empty_value_display = ""
    ordering = ("-priority", "id")
    actions = ("publish", "reject")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewItem]:
        return open_items(sites_for(request, Act.SEE)).select_related("claimed_by")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Whether bulk actions are offered: who only sees has none."""
        return bool(sites_for(request, Act.DECIDE))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": "Review queue", **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return review_page(request, self.admin_site.each_context(request), object_id)

    @admin.action(description="Publish selected comments", permissions=["decide"])
    def publish(self, request: HttpRequest, items: QuerySet[ReviewItem]) -> HttpResponse | None:
        return decide_many(self, request, items, Outcome.PUBLISH)

    @admin.action(description="Reject selected comments…", permissions=["decide"])
    def reject(self, request: HttpRequest, items: QuerySet[ReviewItem]) -> HttpResponse | None:
        return decide_many(self, request, items, Outcome.REJECT)

    @admin.display(description="comment")
    def comment_text(self, item: ReviewItem) -> SafeString:
        text = item.revision.text
        excerpt = text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
        return format_html('<span class="excerpt" dir="auto">{}</span>', excerpt)

    @admin.display(description="why")
    def why_words(self, item: ReviewItem) -> str:
        return ", ".join(why(item.clauses, item.reasons, item.site.policy).words)

    @admin.display(description="score")
    def score(self, item: ReviewItem) -> SafeString:
        return render_to_string(
            "desk/score.html", {"value": item.priority, "width": f"{item.priority * 100:.0f}"}
        )

    @admin.display(description="author, article")
    def who_where(self, item: ReviewItem) -> SafeString:
        return format_html(
            '<bdi class="who">{}</bdi><span class="where" dir="auto">{}</span>',
            item.comment.author.display_name,
            item.comment.article.title,
        )

    @admin.display(description="waits")
    def since(self, item: ReviewItem) -> SafeString:
        return format_html(
            '<time datetime="{}">{}</time>',
            item.opened_at.isoformat(),
            timesince(item.opened_at, depth=1),
        )

    @admin.display(description="looked at by")
    def claim(self, item: ReviewItem) -> str:
        claimed = item.claimed_until is not None and item.claimed_until > timezone.now()
        return item.claimed_by.get_username() if claimed and item.claimed_by else ""
