"""A site's list of articles, and its policy."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.keyset import BadCursor, Slice, opened, page_of
from articles.models import LISTED, Article, Site
from discussion.pages.conditional import same_for_all
from discussion.pages.grounds import printed_clauses
from discussion.places import site_feed

ARTICLES = 30


@require_safe
def site_page(request: HttpRequest, site: str) -> HttpResponse:
    """Return the newest articles, a page at a time."""
    found = get_object_or_404(Site, slug=site)
    scope = f"articles-page:{found.pk}"
    cursor = request.GET.get("cursor", "")
    articles = Article.objects.filter(site=found).defer("paragraphs")
    try:
        part = Slice(ARTICLES, True, opened(cursor, scope) if cursor else None)
        page = page_of(part, articles.filter(LISTED), lambda row: row, edges=articles)
    except BadCursor as error:
        raise Http404 from error
    context = {
        "site": found,
        "feed": site_feed(found.slug),
        "articles": page.rows,
        "older": page.next.sealed(scope) if page.next else "",
        "newer": page.previous.sealed(scope) if page.previous else "",
    }
    return render(request, "discussion/site.html", context)


@require_safe
def policy_page(request: HttpRequest, site: str) -> HttpResponse:
    """Return the policy in force, in the words that comments are judged by."""
    found = get_object_or_404(Site.objects.select_related("policy"), slug=site)
    policy = found.policy
    if policy is None:
        raise Http404
    context = {"site": found, "policy": policy, "clauses": printed_clauses(policy)}
    return same_for_all(
        request,
        ("policy-page", policy.pk, found.name),
        lambda: render(request, "discussion/policy.html", context),
    )
