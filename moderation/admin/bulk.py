"""One decision for many comments: each by its own version, each with its own result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from articles.errors import DomainError
from articles.models import PolicyVersion
from discussion.models import Comment, Decision
from moderation.admin.review_forms import RejectionForm
from moderation.admin.scoped import policy_of, sites_for, staff_of
from moderation.admin.undo import remember_undo
from moderation.desk.live_rows import outcome_in_words
from moderation.desk.wellness import blurs_excerpts
from moderation.flows.resolve_item import resolve_item
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from moderation.queues.wanted import Wanted
from moderation.roles import Act

MOST_AT_ONCE = 100
VERSION = "version-{}"
SAID = {Outcome.PUBLISH: "Published", Outcome.REJECT: "Rejected", Outcome.HOLD: "Kept on hold"}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one comment; `refusal` is empty when it was decided."""

    item: ReviewItem
    decision: Decision | None
    refusal: str
    now: str


@require_POST
def bulk_page(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """Ask once more, showing every text; then decide each item and show what became of each.

    `item` are the chosen, `action` the outcome, `view` the way back (`Wanted.as_text`).
    """
    if not sites_for(request, Act.DECIDE):
        raise PermissionDenied
    back = Wanted.from_text(request.POST.get("view", "")).query
    queue = reverse("admin:moderation_reviewitem_changelist") + (f"?{back}" if back else "")
    outcome = _outcome(request)
    items = _chosen(request)
    refusal = _refusal(items, outcome)
    if outcome is None or refusal:
        messages.error(request, refusal or "Choose what to do.")
        return HttpResponseRedirect(queue)
    confirmed = "confirmed" in request.POST
    form = _form(policy_of(items[0].site), items, request.POST if confirmed else None)
    context = {
        **chrome,
        "queue": queue,
        "view": request.POST.get("view", ""),
        "outcome": outcome,
        "blur_excerpts": blurs_excerpts(staff_of(request)),
    }
    if not confirmed or not _says_enough(form, outcome):
        title = f"{outcome.value.capitalize()} {len(items)} comments"
        context |= {"title": title, "items": items, "form": form}
        return render(request, "desk/bulk.html", context, status=400 if confirmed else 200)
    said = form.cleaned_data if outcome != Outcome.PUBLISH else {}
    results = [_decided(request, item, outcome, said) for item in items]
    return _report(request, context, results)


def _outcome(request: HttpRequest) -> Outcome | None:
    said = request.POST.get("action", "")
    return next((outcome for outcome in Outcome if outcome.value == said), None)


def _chosen(request: HttpRequest) -> list[ReviewItem]:
    """Return the chosen items of the user's sites, closed ones too: each gets its result."""
    pks = [int(pk) for pk in request.POST.getlist("item") if pk.isdecimal() and len(pk) < 19]
    items = ReviewItem.objects.filter(pk__in=pks, site__in=sites_for(request, Act.SEE))
    related = ("comment__article__site", "comment__author", "revision", "site__policy")
    found = items.select_related(*related, "comment__site__policy", "comment__decision")
    return list(found.order_by("-rank", "pk")[: MOST_AT_ONCE + 1])


def _refusal(items: Sequence[ReviewItem], outcome: Outcome | None) -> str:
    if not items:
        return "Choose comments first."
    if len(items) > MOST_AT_ONCE:
        return f"At most {MOST_AT_ONCE} comments at once."
    if outcome == Outcome.REJECT and len({item.site_id for item in items}) > 1:
        return "Choose comments of one site: each site has clauses of its own."
    return ""


def _form(policy: PolicyVersion, items: Sequence[ReviewItem], data: Any) -> RejectionForm:
    return RejectionForm(policy, [id_ for item in items for id_ in item.clauses], data)


def _says_enough(form: RejectionForm, outcome: Outcome) -> bool:
    """Whether all is said: a rejection needs a clause and a reasoning, before any is decided."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    if outcome == Outcome.REJECT and not (said["clause"] and said["reasoning"]):
        form.add_error(None, "Choose a clause, and say why to the authors.")
        return False
    return True


def _decided(
    request: HttpRequest, item: ReviewItem, outcome: Outcome, said: dict[str, Any]
) -> Result:
    """Decide one. What was not on the page has version 0 and is refused."""
    seen = request.POST.get(VERSION.format(item.pk), "")
    try:
        decision = resolve_item(
            item.comment,
            seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
            outcome=outcome,
            moderator=staff_of(request),
            clause=said.get("clause", ""),
            reasoning=said.get("reasoning", ""),
        )
    except DomainError as error:
        return Result(item, None, error.detail, _state_of(item))
    return Result(item, decision, "", SAID[outcome])


def _state_of(item: ReviewItem) -> str:
    """Say what the comment is now, where somebody was faster."""
    last = Decision.objects.filter(comment=item.comment_id).select_related("actor").last()
    if last is not None and last.created_at > item.opened_at:
        return capfirst(outcome_in_words(last))
    status = Comment.objects.values_list("status", flat=True).get(pk=item.comment_id)
    return capfirst(str(Comment.Status(status).label))


def _report(request: HttpRequest, context: dict[str, Any], results: list[Result]) -> HttpResponse:
    done = [result.decision for result in results if result.decision is not None]
    remember_undo(request, done, f"{SAID[context['outcome']]}: {len(done)}.")
    context |= {
        "title": f"{len(done)} decided, {len(results) - len(done)} not",
        "results": results,
        "done": len(done),
    }
    return render(request, "desk/bulk_results.html", context)
