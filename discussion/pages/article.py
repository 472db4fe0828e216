"""An article with its discussion, readable without script."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article
from discussion.pages.conditional import same_for_all
from discussion.pages.grounds import grounds_sentence
from discussion.pages.head import Head
from discussion.pages.own import acts_of
from discussion.pages.pause import pause_in_words
from discussion.pages.people import may_write, needs_name
from discussion.pages.receipts import receipt_of
from discussion.pages.search_engines import posting_json
from discussion.pages.thread import answerable, thread_page
from discussion.places import article_home, article_place

# Raised when a template changes, so that no cache keeps a page of the old one.
LOOK = 4
QUERY = ("below", "cursor", "reply", "mine")


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody tried to post, to be kept in the form, and why it was refused."""

    body: str = ""
    name: str = ""
    parent: str = ""
    refusal: str = ""


@require_safe
def article_page(request: HttpRequest, site: str, article: str) -> HttpResponse:
    """Return the page; one that depends on who looks at it is kept by no cache."""
    found = article_of(site, article)
    personal = may_write(request, found.site) or "mine" in request.GET
    if personal:
        response = shown(request, found, Written(parent=request.GET.get("reply", "")))
        response.headers["Cache-Control"] = "private, no-store"
        return response
    policy = (found.site.name, found.site.policy_id)
    state = (LOOK, found.pk, found.version, found.takes_comments, found.is_heated, *policy)
    query = tuple(request.GET.get(name, "") for name in QUERY)
    return same_for_all(request, (*state, *query), lambda: shown(request, found, Written()))


def article_of(site: str, article: str) -> Article:
    """Return the article with its site and policy; 404 without one."""
    articles = Article.objects.select_related("site__policy").filter(site__policy__isnull=False)
    return get_object_or_404(articles, site__slug=site, slug=article)


def shown(
    request: HttpRequest, article: Article, written: Written, *, status: int = 200
) -> HttpResponse:
    """Return the article's page with this in its form."""
    policy = article.site.policy
    assert policy is not None  # article_of found one
    mine = request.GET.get("mine", "")
    receipt = receipt_of(mine, article.site) if mine else None
    thread = thread_page(article, request.GET.get("below", ""), request.GET.get("cursor", ""))
    context: dict[str, Any] = {
        "article": article,
        "site": article.site,
        "home": article_home(article),
        "head": Head.of(article, article_place(article)),
        "posting": posting_json(article, thread),
        "grounds": grounds_sentence(article.site, policy),
        "thread": thread,
        "may_write": may_write(request, article.site) and article.takes_comments,
        "needs_name": needs_name(request, article.site),
        "written": written,
        "name": written.name or (receipt.comment.author.display_name if receipt else ""),
        "pause": pause_in_words(article.slow_mode_seconds),
        "answers": answerable(article, written.parent) if written.parent else None,
        "receipt": receipt,
        "acts": acts_of(request, receipt) if receipt else None,
    }
    return render(request, "discussion/article.html", context, status=status)
