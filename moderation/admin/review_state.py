"""What an open review page asks for every few seconds: who looks, and what was decided."""

import contextlib
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.api.conditional import PRIVATE, seen, tag_of
from discussion.models import Comment
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.scoped import sites_for, staff_of
from moderation.desk.live import live_state
from moderation.errors import ItemClaimed
from moderation.models import ReviewItem
from moderation.queue import CLAIM_MINUTES, claim_item, release_item
from moderation.roles import Act

# An open page asks every few seconds; its claim is written anew only when half of it is gone.
RENEW_BELOW = timedelta(minutes=CLAIM_MINUTES / 2)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the state, 304 for one that is known; 404 for what is unknown or foreign.

    Asking keeps the claim of who may decide, as opening the page took it. POST gives it back: that
    is what a page sends when it is left.
    """
    comment = Comment.objects.filter(pk=pk, site__in=sites_for(request, Act.SEE)).first()
    if comment is None:
        raise Http404
    item = open_item_of(comment)
    if request.method == "POST":
        if item is not None:
            release_item(item, staff_of(request))
        return HttpResponse(status=204)
    if item is not None and keep_claim(request, item):
        item = open_item_of(comment)
    state = live_state(comment, item, staff_of(request)).json()
    headers = {"ETag": tag_of(state.values()), "Cache-Control": PRIVATE}
    if seen(request, headers["ETag"]):
        return HttpResponseNotModified(headers=headers)
    return JsonResponse(state, headers=headers)


def open_item_of(comment: Comment) -> ReviewItem | None:
    """Return the comment's open item with who looks at it."""
    items = ReviewItem.objects.filter(comment=comment, closed_at=None)
    return items.select_related("claimed_by").first()


def keep_claim(request: HttpRequest, item: ReviewItem) -> bool:
    """Take the claim, or keep it, for who may decide; tell whether anything was written.

    Another's claim is shown, and stops nobody.
    """
    user = staff_of(request)
    mine = item.claimed_by_id == user.pk and item.claimed_until is not None
    if mine and item.claimed_until > timezone.now() + RENEW_BELOW:  # type: ignore[operator]
        return False
    if item.site_id not in sites_for(request, Act.DECIDE):
        return False
    with contextlib.suppress(ItemClaimed):
        claim_item(item, user)
        return True
    return False


add_pages(desk_page("comments/<int:pk>/state/", comment_state, "desk-comment-state"))
