"""Appeals as a queue: the oldest first, those that wait unless others are asked for."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from discussion.models import User
from moderation.admin.appeal_page import appeal_page
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ScopedAdmin, staff_of
from moderation.complaints.appeals import appeals_at, sites_with_appeals
from moderation.complaints.deciders import Deciders
from moderation.desk.wellness import blurs_excerpts
from moderation.models import Appeal
from moderation.why import why

EXCERPT = 180


class StateFilter(admin.SimpleListFilter):
    """Open ones unless another state is chosen."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((value, str(label)) for value, label in Appeal.State.choices), ("all", "all")]

    def choices(self, changelist: ChangeList) -> Any:
        """Offer the states; that of the open ones is where one begins."""
        for value, label in self.lookup_choices:
            yield {
                "selected": value == (self.value() or Appeal.State.OPEN),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        state = self.value() or Appeal.State.OPEN
        return queryset if state == "all" else queryset.filter(state=state)


@admin.register(Appeal)
class AppealAdmin(ScopedAdmin):
    """Staff of a site see its appeals, and so does its second person; an appeal's page decides."""

    list_display = ("words_said", "decided", "who_where", "since", "answer")
    list_display_links = ("words_said",)
    list_filter = (StateFilter, SiteFilter)
    search_fields = ("words", "author__display_name", "comment__article__title")
    search_help_text = "Words of the appeal, its author or the article"
    sortable_by = ()
    empty_value_display = ""
    ordering = ("id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        return appeals_at(_sites(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(_sites(request))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Know of every row whether the user may decide it: at once for all of them."""
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        deciders = Deciders.of(staff_of(request), rows)
        for row in rows:
            row.refusal = deciders.objection(row)
        changelist.result_list = rows  # a list serves the page as well
        return changelist

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        blur = blurs_excerpts(staff_of(request))
        context = {"title": "Appeals", "blur_excerpts": blur, **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return appeal_page(request, self.admin_site.each_context(request), object_id)

    @admin.display(description="the author says")
    def words_said(self, appeal: Appeal) -> SafeString:
        words = appeal.words
        excerpt = words if len(words) <= EXCERPT else words[:EXCERPT].rstrip() + "…"
        return format_html('<span class="excerpt" dir="auto">{}</span>', excerpt)

    @admin.display(description="against")
    def decided(self, appeal: Appeal) -> str:
        decision = appeal.decision
        by = decision.actor.get_username() if decision.actor else "the machine"
        grounds = ", ".join(why(decision.clauses, decision.reasons, decision.policy).words)
        return f"{decision.outcome} by {by}" + (f": {grounds}" if grounds else "")

    @admin.display(description="author, article")
    def who_where(self, appeal: Appeal) -> SafeString:
        return format_html(
            '<bdi class="who">{}</bdi><span class="where" dir="auto">{}</span>',
            appeal.author.display_name,
            appeal.comment.article.title,
        )

    @admin.display(description="waits since")
    def since(self, appeal: Appeal) -> SafeString:
        return format_html(
            '<time datetime="{}">{}</time>',
            appeal.created_at.isoformat(),
            timesince(appeal.created_at, depth=1),
        )

    @admin.display(description="answer")
    def answer(self, appeal: Appeal) -> str:
        if appeal.state != Appeal.State.OPEN:
            by = f" ({appeal.decided_by.get_username()})" if appeal.decided_by else ""
            return f"{appeal.get_state_display()}{by}"
        refusal = getattr(appeal, "refusal", None)
        return "yours to give" if refusal is None else refusal.detail


def _sites(request: HttpRequest) -> set[int]:
    """Return the sites whose appeals the user sees, asked once a request. Nobody's are none."""
    if not isinstance(request.user, User):
        return set()
    known: set[int] | None = vars(request).get("_appeal_sites")
    if known is None:
        known = vars(request)["_appeal_sites"] = sites_with_appeals(request.user)
    return known
