"""One decision for many comments: each by its own version, each with its own result."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.errors import DomainError
from articles.models import PolicyVersion
from moderation.admin.review_forms import RejectionForm
from moderation.admin.scoped import ModelAdmin, policy_of, staff_of
from moderation.flows.resolve_item import resolve_item
from moderation.models import ReviewItem
from moderation.policy.types import Outcome

MOST_AT_ONCE = 100
VERSION = "version-{}"


@dataclass(frozen=True, slots=True)
class Said:
    """What all the decisions of one bulk have in common."""

    outcome: Outcome
    clause: str = ""
    reasoning: str = ""


def decide_many(
    page: ModelAdmin, request: HttpRequest, items: QuerySet[ReviewItem], outcome: Outcome
) -> HttpResponse | None:
    """Ask once more, showing every text; then decide each item and report both counts."""
    selected = list(items[: MOST_AT_ONCE + 1])
    _report_missing(request, selected)
    if not selected:
        return None
    if len(selected) > MOST_AT_ONCE:
        messages.error(request, f"At most {MOST_AT_ONCE} comments at once.")
        return None
    policies = {item.site_id: policy_of(item.site) for item in selected}
    if outcome == Outcome.REJECT and len(policies) > 1:
        messages.error(request, "Choose comments of one site: each site has clauses of its own.")
        return None
    confirmed = "confirmed" in request.POST
    form = _form(next(iter(policies.values())), selected, request.POST if confirmed else None)
    if not confirmed or not form.is_valid():
        return _ask(page, request, selected, form, outcome)
    rejection = form.cleaned_data if outcome == Outcome.REJECT else {}
    _decide(request, selected, Said(outcome, **rejection))
    return None


def _report_missing(request: HttpRequest, items: list[ReviewItem]) -> None:
    """Tell of what was chosen and is open no more: somebody decided it meanwhile."""
    chosen = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
    missing = len(chosen - {str(item.pk) for item in items})
    if missing and request.POST.get("select_across", "0") == "0":
        messages.error(request, f"Not decided, since no longer in the queue: {missing}.")


def _form(policy: PolicyVersion, items: list[ReviewItem], data: Any) -> RejectionForm:
    return RejectionForm(policy, [id_ for item in items for id_ in item.clauses], data)


def _ask(
    page: ModelAdmin,
    request: HttpRequest,
    items: list[ReviewItem],
    form: RejectionForm,
    outcome: Outcome,
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "title": f"{outcome.value.capitalize()} {len(items)} comments",
        "opts": page.model._meta,
        "items": items,
        "form": form,
        "outcome": outcome.value,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return render(request, "desk/bulk.html", context)


def _decide(request: HttpRequest, items: list[ReviewItem], said: Said) -> None:
    refused: Counter[str] = Counter()
    for item in items:
        refusal = _decide_one(request, item, said)
        if refusal:
            refused[refusal] += 1
            messages.error(request, f"{item.comment.author.display_name}: {refusal}")
    done = len(items) - refused.total()
    report = f"{done} decided, {refused.total()} not."
    (messages.success if done else messages.warning)(request, report)


def _decide_one(request: HttpRequest, item: ReviewItem, said: Said) -> str:
    """Return why it was refused, or "". What was not on the page has version 0 and is refused."""
    seen = request.POST.get(VERSION.format(item.pk), "")
    try:
        resolve_item(
            item.comment,
            seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
            outcome=said.outcome,
            moderator=staff_of(request),
            clause=said.clause,
            reasoning=said.reasoning,
        )
    except DomainError as error:
        return error.detail
    return ""
