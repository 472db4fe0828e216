"""Comments with their texts, and decisions with what they were made from; all read-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from discussion.models import Comment, Decision, DecisionText, Revision, Statement
from moderation.admin.filters import AttributeFilter, ClauseFilter, SiteFilter
from moderation.admin.scoped import ReadOnlyInline, ScopedAdmin, staff_of
from moderation.desk.wellness import blurs_excerpts
from moderation.models import ReviewItem, Signal

EXCERPT = 120


class RevisionInline(ReadOnlyInline):
    model = Revision
    fields = ("number", "state", "text", "created_at")
    ordering = ("number",)
    show_change_link = False


class DecisionInline(ReadOnlyInline):
    model = Decision
    fields = ("created_at", "outcome", "clauses", "reasons", "actor_kind", "actor", "policy")
    ordering = ("id",)


class ReviewItemInline(ReadOnlyInline):
    model = ReviewItem
    fields = ("opened_at", "clauses", "reasons", "claimed_by", "closed_at")
    ordering = ("id",)


class SignalInline(ReadOnlyInline):
    model = Signal
    fields = ("attribute", "value", "producer", "producer_version", "spans")
    ordering = ("id",)
    show_change_link = False


class DecisionTextInline(ReadOnlyInline):
    model = DecisionText
    fields = ("reasoning", "private_note")
    show_change_link = False


class StatementInline(ReadOnlyInline):
    model = Statement
    fields = ("facts", "appeal_until", "delivered_at")


@admin.register(Comment)
class CommentAdmin(ScopedAdmin):
    list_display = ("excerpt", "status", "author", "article", "site", "created_at")
    list_display_links = None  # the text leads to the page on which it can be decided
    list_filter = (SiteFilter, "status")
    list_select_related = ("author", "article", "site")
    search_fields = ("revisions__text", "author__display_name", "article__title")
    ordering = ("-id",)
    fields = (
        "public_id",
        "status",
        "author",
        "article",
        "parent",
        "depth",
        "version",
        "created_at",
        "published_at",
        "edited_at",
    )
    inlines = (RevisionInline, ReviewItemInline, DecisionInline)

    def get_queryset(self, request):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).prefetch_related("revisions")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"blur_excerpts": blurs_excerpts(staff_of(request)), **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> SafeString:
        texts = [revision.text for revision in comment.revisions.all()]
        text = texts[-1] if texts else ""
        short = text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
        page = reverse("admin:desk-comment", args=[comment.pk])
        return format_html('<a href="{}" class="excerpt" dir="auto">{}</a>', page, short)


@admin.register(Decision)
class DecisionAdmin(ScopedAdmin):
    list_display = ("created_at", "outcome", "clauses", "reasons", "actor_kind", "actor", "site")
    list_filter = (SiteFilter, "outcome", "actor_kind", ClauseFilter)
    list_select_related = ("actor", "site")
    ordering = ("-id",)
    exclude = ("said_hash",)
    inlines = (SignalInline, DecisionTextInline, StatementInline)


@admin.register(Statement)
class StatementAdmin(ScopedAdmin):
    site_path = "decision__site"
    list_display = ("created_at", "author", "decision", "appeal_until", "delivered_at")
    list_filter = (SiteFilter,)
    list_select_related = ("author", "decision")
    ordering = ("-id",)


@admin.register(Signal)
class SignalAdmin(ScopedAdmin):
    site_path = "decision__site"
    list_display = ("attribute", "value", "producer", "producer_version", "decision")
    list_filter = (SiteFilter, AttributeFilter)
    list_select_related = ("decision",)
    ordering = ("-id",)
