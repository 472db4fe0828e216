"""Single buttons of the review page: lock a thread, recommend a comment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.errors import DomainError
from discussion.models import Comment
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.scoped import sites_for, staff_of
from moderation.admin.way_back import back
from moderation.flows.mark_comment import Mark, mark_comment
from moderation.roles import Act


@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the comment's thread for answers, or open it where the form says `locked=no`."""
    if request.POST.get("locked") == "no":
        return _mark(request, pk, Mark.UNLOCK, "The thread takes answers again.")
    return _mark(request, pk, Mark.LOCK, "The thread is locked: nobody can answer in it.")


@require_POST
def feature(request: HttpRequest, pk: int) -> HttpResponse:
    """Recommend the comment to readers, or no longer where the form says `featured=no`."""
    if request.POST.get("featured") == "no":
        return _mark(request, pk, Mark.UNFEATURE, "It is no longer recommended to readers.")
    return _mark(request, pk, Mark.FEATURE, "It is recommended to readers.")


def _mark(request: HttpRequest, pk: int, mark: Mark, done: str) -> HttpResponse:
    """Set the mark and lead back; 404 for a comment that is unknown or another site's."""
    seen = Comment.objects.filter(site__in=sites_for(request, Act.SEE))
    comment = get_object_or_404(seen, pk=pk)
    try:
        mark_comment(comment, mark, moderator=staff_of(request))
        messages.success(request, done)
    except DomainError as error:
        messages.error(request, error.detail)
    return back(request, reverse("admin:desk-comment", args=[pk]))


add_pages(
    desk_page("comments/<int:pk>/lock-thread/", lock, "desk-lock-thread"),
    desk_page("comments/<int:pk>/feature/", feature, "desk-feature"),
)
