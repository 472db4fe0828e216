"""Reports by readers and notices of illegal content, to be looked up; the queue is where they are
answered."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from moderation.admin.filters import Choices, SiteFilter
from moderation.admin.scoped import ScopedAdmin, staff_of
from moderation.desk.wellness import blurs_excerpts
from moderation.models import Notice, Report

EXCERPT = 160
ANSWERS = {None: "waits", True: "right", False: "not right"}


class AnswerFilter(admin.SimpleListFilter):
    title = "answer"
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("waits", "waits"), ("right", "right"), ("wrong", "not right")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "waits":
                return queryset.filter(settled_at=None)
            case "right" | "wrong":
                return queryset.filter(upheld=self.value() == "right")
        return queryset


class ComplaintAdmin(ScopedAdmin):
    """Rows about one text of one comment."""

    title: ClassVar[str]
    list_filter = (AnswerFilter, SiteFilter)
    sortable_by = ()
    ordering = ("-id",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        blur = blurs_excerpts(staff_of(request))
        context = {"title": self.title, "blur_excerpts": blur, **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description="when")
    def when(self, row: Report | Notice) -> str:
        return f"{row.created_at:%-d %b %Y, %H:%M} UTC"

    @admin.display(description="answer")
    def answer(self, row: Report | Notice) -> str:
        return ANSWERS[row.upheld]

    @admin.display(description="the comment")
    def about(self, row: Report | Notice) -> SafeString:
        url = reverse("admin:desk-comment", args=[row.comment_id])
        return format_html(
            '<a href="{}" class="excerpt" dir="auto">{}</a>', url, _short(row.revision.text)
        )


@admin.register(Report)
class ReportAdmin(ComplaintAdmin):
    title = "Reports by readers"
    list_display = ("when", "reason", "said", "about", "reporter", "weight", "answer", "site")
    list_select_related = ("reporter", "revision", "site")
    readonly_fields = ("about", "answer")
    search_fields = ("text", "reporter__display_name")
    fields = (
        "public_id",
        "site",
        "about",
        "reporter",
        "reason",
        "text",
        "weight",
        "created_at",
        "answer",
        "decision",
        "settled_at",
    )

    @admin.display(description="the reader says")
    def said(self, report: Report) -> SafeString:
        return format_html('<span dir="auto">{}</span>', _short(report.text))


@admin.register(Notice)
class NoticeAdmin(ComplaintAdmin):
    title = "Notices of illegal content"
    list_display = ("when", "reference", "said", "about", "name", "answer", "mailed", "site")
    list_select_related = ("revision", "site")
    search_fields = ("reference", "explanation", "name", "email")
    readonly_fields = ("about", "answer", "mailed")
    fields = (
        "reference",
        "site",
        "about",
        "explanation",
        "name",
        "email",
        "created_at",
        "receipt_sent_at",
        "answer",
        "decision",
        "settled_at",
        "answer_sent_at",
        "mailed",
    )

    @admin.display(description="the notice says")
    def said(self, notice: Notice) -> SafeString:
        return format_html('<span dir="auto">{}</span>', _short(notice.explanation))

    @admin.display(description="mail")
    def mailed(self, notice: Notice) -> str:
        if not notice.email:
            return "no address"
        if notice.due_at is not None:
            return f"tried {notice.attempts} times" if notice.attempts else "to be sent"
        waits = notice.settled_at is not None and notice.answer_sent_at is None
        return "not delivered" if notice.receipt_sent_at is None or waits else "sent"


def _short(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
