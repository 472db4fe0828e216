"""One comment at a time: everything to decide by, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles.errors import DomainError
from discussion.errors import CommentGone, StaleComment
from discussion.models import Comment, Decision, User
from moderation.admin.review_forms import DecisionForm
from moderation.admin.scoped import policy_of, sites_for, staff_of
from moderation.cases import case_of
from moderation.errors import ItemClaimed, NotAllowed
from moderation.flows.resolve_item import resolve_item
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import claim_item, open_items, release_item
from moderation.roles import Act

QUEUE = "admin:moderation_reviewitem_changelist"
PAGE = "admin:moderation_reviewitem_change"
DONE = {Outcome.PUBLISH: "Published.", Outcome.REJECT: "Rejected.", Outcome.HOLD: "Kept on hold."}


def review_page(request: HttpRequest, chrome: dict[str, Any], item_id: str) -> HttpResponse:
    """Show the item's case and take its decision; afterwards comes the next item.

    `chrome` is what every admin page shows around itself. A decision on a state that is no longer
    so changes nothing: it is answered with 412 and the case as it is now.
    """
    item = _item(request, item_id)
    if request.method == "POST":
        return _decide(request, chrome, item)
    _claim(request, item)
    return _page(request, chrome, item, form=None, status=200)


def _item(request: HttpRequest, item_id: str) -> ReviewItem:
    """Return the item, or the open one of its comment when it is closed.

    404 for what is unknown, another site's, or no number.
    """
    items = ReviewItem.objects.select_related(
        "comment__article__site",
        "comment__author",
        "comment__site__policy",
        "revision",
        "claimed_by",
    )
    item = (
        items.filter(pk=int(item_id), site__in=sites_for(request, Act.SEE)).first()
        if item_id.isdecimal() and len(item_id) < 19
        else None
    )
    if item is None:
        raise Http404
    if item.closed_at is not None:
        return items.filter(comment=item.comment_id, closed_at=None).first() or item
    return item


def _claim(request: HttpRequest, item: ReviewItem) -> None:
    """Opening is claiming, for who may decide; another's claim is shown, and stops nobody."""
    if item.closed_at is not None or item.site_id not in sites_for(request, Act.DECIDE):
        return
    try:
        claim_item(item, staff_of(request))
    except ItemClaimed:
        who = item.claimed_by.get_username() if item.claimed_by else "Somebody"
        messages.warning(request, f"{who} is looking at this comment as well.")


def _decide(request: HttpRequest, chrome: dict[str, Any], item: ReviewItem) -> HttpResponse:
    form = _form(item, request.POST)
    if not form.is_valid():
        return _page(request, chrome, item, form=form, status=400)
    said, comment = form.cleaned_data, item.comment
    outcome = Outcome(said["outcome"])
    rejects = outcome == Outcome.REJECT
    try:
        resolve_item(
            comment,
            seen_version=said["version"],
            outcome=outcome,
            moderator=staff_of(request),
            clause=said["clause"] if rejects else "",
            reasoning=said["reasoning"] if rejects else "",
            private_note=said["private_note"],
        )
    except (StaleComment, CommentGone):
        messages.error(request, _what_happened(item))
        return _page_now(request, chrome, _item(request, str(item.pk)))
    except NotAllowed as error:
        messages.error(request, error.detail)
        return _page(request, chrome, item, form=form, status=403)
    except DomainError as error:
        form.add_error(None, error.detail)
        return _page(request, chrome, item, form=form, status=422)
    messages.success(request, DONE[outcome])
    return HttpResponseRedirect(_next(item, staff_of(request)))


def _page_now(request: HttpRequest, chrome: dict[str, Any], item: ReviewItem) -> HttpResponse:
    """Show the case as it has become; what the moderator wrote stays, for the new version."""
    said = request.POST.copy()
    said["version"] = str(item.comment.version)
    return _page(request, chrome, item, form=_form(item, said), status=412)


def _form(item: ReviewItem, data: Any = None) -> DecisionForm:
    policy = policy_of(item.comment.site)
    return DecisionForm(policy, item.clauses, data, initial={"version": item.comment.version})


def _what_happened(item: ReviewItem) -> str:
    """Say who was faster, and what they made of it."""
    last = Decision.objects.filter(comment=item.comment).select_related("actor").last()
    if last is None or last.created_at < item.opened_at:
        return (
            "Somebody was faster: the comment changed while you looked at it. Nothing was decided."
        )
    who = last.actor.get_username() if last.actor else "the machine"
    at = timezone.localtime(last.created_at).strftime("%H:%M")
    made = f"{who} decided “{last.outcome}” at {at} UTC"
    return f"Somebody was faster: {made}. Yours was not stored."


def _next(item: ReviewItem, user: User) -> str:
    """Return where to go on: the same site's next item that nobody looks at, else the queue."""
    release_item(item, user)
    waiting = open_items([item.site_id]).exclude(pk=item.pk).exclude(comment=item.comment_id)
    free = waiting.exclude(claimed_by__isnull=False, claimed_until__gt=timezone.now())
    following = free.values_list("pk", flat=True).first()
    return reverse(QUEUE) if following is None else reverse(PAGE, args=[following])


def _page(
    request: HttpRequest,
    chrome: dict[str, Any],
    item: ReviewItem,
    *,
    form: DecisionForm | None,
    status: int,
) -> HttpResponse:
    may_decide = item.site_id in sites_for(request, Act.DECIDE) and item.comment.status not in {
        Comment.Status.WITHDRAWN,
        Comment.Status.ERASED,
    }
    context = {
        **chrome,
        "title": "Review",
        "case": case_of(item),
        "form": form or _form(item),
        "may_decide": may_decide,
    }
    return render(request, "desk/review.html", context, status=status)
