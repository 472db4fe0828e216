"""The way back after a decision, or after many: offered on the next page, for a while."""

import time
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.errors import DomainError
from discussion.models import Decision
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.scoped import sites_for, staff_of
from moderation.flows.undo_decision import UNDO_MINUTES, undo_decision
from moderation.models import ReviewItem
from moderation.roles import Act

SESSION_KEY = "desk_undo"
MOST_REMEMBERED = 20
MOST_AT_ONCE = 100

Step = dict[str, Any]


def remember_undo(request: HttpRequest, decisions: Sequence[Decision], words: str) -> None:
    """Offer to take these decisions back, all at once; `words` say what was done, like
    `Mal: published.`.
    """
    step = {"decisions": [d.pk for d in decisions], "words": words, "at": int(time.time())}
    if decisions:
        request.session[SESSION_KEY] = [*_steps(request), step][-MOST_REMEMBERED:]


def last_step(request: HttpRequest) -> Step | None:
    """Return what can be taken back next: `decisions`, `words` and `at` (seconds); the latest."""
    steps = _steps(request)
    return steps[-1] if steps else None


@require_POST
def undo_view(request: HttpRequest) -> HttpResponse:
    """Take back the decisions that the form names, each by itself, and say what became of each.

    404 when one of them is not the user's own, or of a site that is not theirs any more.
    """
    decisions = _named(request)
    _forget(request, {decision.pk for decision in decisions})
    done = [decision for decision in decisions if _undo_one(request, decision)]
    if len(decisions) > 1 or not done:
        messages.info(request, f"{len(done)} of {len(decisions)} taken back.")
        return redirect("admin:moderation_reviewitem_changelist")
    messages.success(request, f"Taken back: it is “{done[0].comment.get_status_display()}” again.")
    return HttpResponseRedirect(_page_of(done[0]))


def _steps(request: HttpRequest) -> list[Step]:
    since = time.time() - UNDO_MINUTES * 60
    return [step for step in request.session.get(SESSION_KEY, []) if step["at"] > since]


def _named(request: HttpRequest) -> list[Decision]:
    pks = {int(pk) for pk in request.POST.getlist("decision") if pk.isdecimal() and len(pk) < 19}
    decisions = Decision.objects.filter(
        pk__in=pks, actor=staff_of(request), site__in=sites_for(request, Act.SEE)
    ).select_related("comment__article__site", "comment__author", "supersedes__revision")
    found = list(decisions.order_by("pk")[:MOST_AT_ONCE])
    if not found or len(found) != len(pks):
        raise Http404
    return found


def _forget(request: HttpRequest, pks: set[int]) -> None:
    kept = [step for step in _steps(request) if not pks.intersection(step["decisions"])]
    request.session[SESSION_KEY] = kept


def _undo_one(request: HttpRequest, decision: Decision) -> bool:
    try:
        undo_decision(decision, moderator=staff_of(request))
    except DomainError as error:
        messages.error(request, f"{decision.comment.author.display_name}: {error.detail}")
        return False
    return True


def _page_of(decision: Decision) -> str:
    item = ReviewItem.objects.filter(comment=decision.comment_id, closed_at=None).first()
    if item is None:
        return reverse("admin:desk-comment", args=[decision.comment_id])
    return reverse("admin:moderation_reviewitem_change", args=[item.pk])


add_pages(desk_page("undo/", undo_view, "desk-undo"))
