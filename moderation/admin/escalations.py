"""Cases with counsel or police: the list, the evidence, and the end of the hold."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles.errors import DomainError
from discussion.models import Comment
from moderation.admin.escalation_form import EscalationForm, LiftForm
from moderation.admin.filters import SiteFilter
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.scoped import ScopedAdmin, sites_for, staff_of
from moderation.admin.times import in_utc
from moderation.errors import EvidenceErased, NotAllowed
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.lift_escalation import lift_escalation
from moderation.flows.release_evidence import release_evidence
from moderation.models import Escalation
from moderation.roles import Act

PAGE = "admin:moderation_escalation_change"


@admin.register(Escalation)
class EscalationAdmin(ScopedAdmin):
    """All staff see that there is one; what the evidence holds sees who may escalate."""

    list_display = ("given", "to", "comment", "site", "escalated_by", "lifted")
    list_filter = (SiteFilter, "to")
    list_select_related = ("comment", "site", "escalated_by")
    search_fields = ("reference", "comment__public_id")
    ordering = ("-id",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": "Cases with counsel or police", **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        escalation: Escalation = self.get_object(request, object_id)
        if request.method == "POST":
            return _lift(request, escalation)
        return _page(request, escalation, LiftForm())

    @admin.display(description="given", ordering="id")
    def given(self, escalation: Escalation) -> str:
        return in_utc(escalation.created_at)

    @admin.display(description="lifted")
    def lifted(self, escalation: Escalation) -> str:
        return in_utc(escalation.lifted_at)


def _lift(request: HttpRequest, escalation: Escalation) -> HttpResponse:
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _page(request, escalation, form, 400)
    try:
        lift_escalation(escalation, because=form.cleaned_data["because"], user=staff_of(request))
    except DomainError as refused:
        form.add_error(None, refused.detail)
        escalation.refresh_from_db()
        return _page(request, escalation, form, _status(refused))
    messages.success(request, "Lifted: the comment and this evidence may be erased.")
    return HttpResponseRedirect(reverse(PAGE, args=[escalation.pk]))


def _page(
    request: HttpRequest, escalation: Escalation, form: LiftForm, status: int = 200
) -> HttpResponse:
    may_see = escalation.site_id in sites_for(request, Act.ESCALATE)
    seniors = sites_for(request, Act.LIFT_ESCALATIONS)
    context = {
        **admin.site.each_context(request),
        "title": f"With {escalation.get_to_display()}",
        "escalation": escalation,
        "evidence": escalation.evidence if may_see else None,
        "may_lift": escalation.lifted_at is None and escalation.site_id in seniors,
        "form": form,
    }
    return render(request, "desk/escalation.html", context, status=status)


@require_http_methods(["GET", "POST"])
def escalate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to whom and why, and keep the case. 404 for a comment where the user may not escalate."""
    comments = Comment.objects.filter(site__in=sites_for(request, Act.ESCALATE))
    comment = get_object_or_404(comments.select_related("site", "author", "article"), pk=pk)
    if request.method != "POST":
        return _ask(request, comment, EscalationForm())
    form = EscalationForm(request.POST)
    if not form.is_valid():
        return _ask(request, comment, form, 400)
    try:
        made = escalate_comment(comment, **form.cleaned_data, user=staff_of(request))
    except DomainError as refused:
        form.add_error(None, refused.detail)
        return _ask(request, comment, form, _status(refused))
    messages.success(request, "The evidence is kept.")
    return HttpResponseRedirect(reverse(PAGE, args=[made.pk]))


def _ask(
    request: HttpRequest, comment: Comment, form: EscalationForm, status: int = 200
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Give to counsel or police",
        "comment": comment,
        "revisions": comment.revisions.order_by("-number"),
        "before": Escalation.objects.filter(comment=comment, lifted_at=None),
        "form": form,
    }
    return render(request, "desk/escalate.html", context, status=status)


@require_POST
def evidence_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the evidence as a file; the audit tells who took it."""
    known = Escalation.objects.filter(site__in=sites_for(request, Act.ESCALATE))
    escalation = get_object_or_404(known, pk=pk)
    name = f"evidence-{escalation.public_id}.json"
    try:
        released = release_evidence(escalation, user=staff_of(request))
    except EvidenceErased as refused:
        messages.error(request, refused.detail)
        return HttpResponseRedirect(reverse(PAGE, args=[escalation.pk]))
    return HttpResponse(
        released,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _status(refused: DomainError) -> int:
    return 403 if isinstance(refused, NotAllowed) else 409


add_pages(
    desk_page("comments/<int:pk>/escalate/", escalate_page, "desk-escalate"),
    desk_page("escalations/<int:pk>/evidence/", evidence_view, "desk-evidence"),
)
