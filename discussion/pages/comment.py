"""One comment on a page of its own: what it answers above it, its replies below it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from discussion.models import Comment
from discussion.pages.article import LOOK
from discussion.pages.conditional import same_for_all
from discussion.pages.head import Head
from discussion.pages.thread import comment_in_place
from discussion.places import article_home, comment_place
from discussion.threads import visible_to


@require_safe
def comment_page(request: HttpRequest, site: str, comment: UUID) -> HttpResponse:
    """Return the page; 404 for what not everybody may know of, 410 for what was erased."""
    found = _addressed(site, comment)
    if found is None:
        return _erased(request)
    article, cursor = found.article, request.GET.get("cursor", "")

    def page() -> HttpResponse:
        context = {
            "site": article.site,
            "article": article,
            "home": article_home(article),
            "here": reverse("pages:article", args=[site, article.slug]),
            "objecting": reverse("notice", args=[site]),
            "head": Head.of(article, comment_place(site, comment)),
            "focus": comment,
            "thread": comment_in_place(found, cursor),
        }
        return render(request, "discussion/comment_page.html", context)

    state = (LOOK, comment, article.version, article.site.name, cursor)
    return same_for_all(request, state, page)


def _addressed(site: str, public_id: UUID) -> Comment | None:
    """Return the comment, None for an erased one. Raises Http404 for what is not public."""
    mine = Comment.objects.filter(site__slug=site, public_id=public_id)
    listed = visible_to(None).filter(site__slug=site, public_id=public_id)
    found = listed.select_related("article__site").defer("article__paragraphs").first()
    if found is None and not mine.filter(status=Comment.Status.ERASED).exists():
        raise Http404
    return None if found is None or found.status == Comment.Status.ERASED else found


def _erased(request: HttpRequest) -> HttpResponse:
    response = render(request, "410.html", status=410)
    # The same words for good, but kept no longer than any other page.
    response.headers["Cache-Control"] = "public, max-age=10"
    return response
