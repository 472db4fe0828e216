"""One comment at a time: everything to decide by, and the decision."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from articles.errors import DomainError
from discussion.errors import CommentGone, StaleComment
from discussion.models import Comment, Decision
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.review_forms import CHANGE, DecisionForm
from moderation.admin.review_state import keep_claim
from moderation.admin.review_way import onwards_from, way_from
from moderation.admin.scoped import policy_of, sites_for, staff_of
from moderation.admin.undo import remember_undo
from moderation.desk.cases import case_of
from moderation.desk.live import what_happened, who_looks
from moderation.desk.wellness import blur_of
from moderation.errors import NotAllowed
from moderation.flows.request_change import request_change
from moderation.flows.resolve_item import resolve_item
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import release_item
from moderation.roles import Act

DONE = {
    Outcome.PUBLISH: "published.",
    Outcome.REJECT: "rejected.",
    Outcome.HOLD: "kept on hold.",
    CHANGE: "asked to change it.",
}
RESTS = {Comment.Status.WITHDRAWN, Comment.Status.ERASED, Comment.Status.PENDING}


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment before a moderator; `item` is its open one, else its last, if there ever was."""

    comment: Comment
    item: ReviewItem | None


def review_page(request: HttpRequest, chrome: dict[str, Any], item_id: str) -> HttpResponse:
    """Show the item's case and take its decision; afterwards comes the next item.

    `chrome` is what every admin page shows around itself. A decision on a state that is no longer
    so changes nothing: it is answered with 412 and the case as it is now. 404 for what is unknown,
    another site's, or no number.
    """
    known = ReviewItem.objects.filter(site__in=sites_for(request, Act.SEE))
    number = int(item_id) if item_id.isdecimal() and len(item_id) < 19 else 0
    pk = known.filter(pk=number).values_list("comment", flat=True).first()
    if pk is None:
        raise Http404
    return _answer(request, chrome, pk)


def comment_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for any comment, whether or not a person was ever asked to look at it."""
    return _answer(request, admin.site.each_context(request), pk)


def _answer(request: HttpRequest, chrome: dict[str, Any], pk: int) -> HttpResponse:
    seen = _seen(request, pk)
    if request.method == "POST":
        return _decide(request, chrome, seen)
    if seen.item is not None and seen.item.closed_at is None:
        keep_claim(request, seen.item)
    return _page(request, chrome, seen, status=200)


def _seen(request: HttpRequest, pk: int) -> Seen:
    comment = _comments(request).filter(pk=pk).first()
    if comment is None:
        raise Http404
    items = ReviewItem.objects.filter(comment=comment).select_related("revision", "claimed_by")
    # The open one is the latest.
    return Seen(comment, items.order_by("-pk").first())


def _comments(request: HttpRequest) -> QuerySet[Comment]:
    return Comment.objects.filter(site__in=sites_for(request, Act.SEE)).select_related(
        "article__site", "author", "site__policy", "decision", "root"
    )


def _decide(request: HttpRequest, chrome: dict[str, Any], seen: Seen) -> HttpResponse:
    form = _form(seen, request.POST)
    if not form.is_valid():
        status = 400 if {"version", "outcome"} & form.errors.keys() else 422
        return _page(request, chrome, seen, form=form, status=status)
    try:
        decision = _carry_out(request, seen.comment, form.cleaned_data)
    except (StaleComment, CommentGone):
        return _page_now(request, chrome, seen)
    except DomainError as error:
        form.add_error(None, error.detail)
        status = 403 if isinstance(error, NotAllowed) else 422
        return _page(request, chrome, seen, form=form, status=status)
    done = DONE[form.cleaned_data["outcome"]]
    remember_undo(request, [decision], f"{seen.comment.author.display_name}: {done}")
    return HttpResponseRedirect(_onwards(request, seen.item))


def _onwards(request: HttpRequest, item: ReviewItem | None) -> str:
    """Return the next case; for a comment that came from no queue, the same page again."""
    if item is None or item.closed_at is not None:
        return request.get_full_path()
    release_item(item, staff_of(request))
    return onwards_from(request, item)


def _carry_out(request: HttpRequest, comment: Comment, said: dict[str, Any]) -> Decision:
    seen_version, moderator = said["version"], staff_of(request)
    if said["outcome"] == CHANGE:
        words = said["words"]
        request_change(comment, seen_version=seen_version, moderator=moderator, words=words)
        return Decision.objects.filter(comment=comment, actor=moderator).latest("pk")
    rejects = said["outcome"] == Outcome.REJECT
    return resolve_item(
        comment,
        seen_version=seen_version,
        outcome=Outcome(said["outcome"]),
        moderator=moderator,
        clause=said["clause"] if rejects else "",
        reasoning=said["reasoning"] if rejects else "",
        private_note=said["private_note"],
    )


def _page_now(request: HttpRequest, chrome: dict[str, Any], seen: Seen) -> HttpResponse:
    """Show the case as it has become; what the moderator wrote stays, for the new version."""
    now = _seen(request, seen.comment.pk)
    happened = what_happened(now.comment)
    messages.error(request, f"Somebody was faster: {happened} Yours was not stored.")
    said = request.POST.copy()
    said["version"] = str(now.comment.version)
    return _page(request, chrome, now, form=_form(now, said), status=412)


def _form(seen: Seen, data: Any = None) -> DecisionForm:
    met = seen.item.clauses if seen.item is not None else []
    initial = {"version": seen.comment.version}
    return DecisionForm(policy_of(seen.comment.site), met, data, initial=initial)


def _page(
    request: HttpRequest,
    chrome: dict[str, Any],
    seen: Seen,
    *,
    form: DecisionForm | None = None,
    status: int,
) -> HttpResponse:
    comment, user = seen.comment, staff_of(request)
    decides = comment.site_id in sites_for(request, Act.DECIDE)
    context = {
        **chrome,
        "title": "Review",
        "case": case_of(comment, seen.item),
        "form": form or _form(seen),
        "may_decide": decides and comment.status not in RESTS,
        "may_act": decides,
        "looking": who_looks(seen.item, user),
        "blur": blur_of(user),
        "way": way_from(request, seen.item),
    }
    return render(request, "desk/review.html", context, status=status)


add_pages(desk_page("comments/<int:pk>/", comment_page, "desk-comment"))
