"""An article's page on the desk: how its discussion goes, and the measures on all of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from articles.errors import DomainError
from articles.flows.set_slow_mode import LONGEST_SECONDS
from articles.models import Article, AuditEvent
from articles.models.article import Commenting
from discussion.models import Comment, User
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.scoped import sites_for, staff_of
from moderation.desk_settings import desk_of
from moderation.flows.heat_article import cool_by_hand, heat_by_hand
from moderation.flows.set_commenting import set_commenting
from moderation.flows.slow_article import slow_article
from moderation.heat import judged_lately, seen_among
from moderation.roles import Act

PAGE = "admin:desk-article"
EVENTS = 10
MINUTES = (30, 60, 240, 1440)
SLOW_SECONDS = (0, 30, 60, 300, 900)


class MinutesForm(forms.Form):
    minutes = forms.IntegerField(min_value=1, max_value=7 * 1440)


class SecondsForm(forms.Form):
    seconds = forms.IntegerField(min_value=0, max_value=LONGEST_SECONDS)


@require_GET
def article_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the article's discussion in figures, with what a senior may do about all of it."""
    article = _article(request, pk)
    counted = Comment.objects.filter(article=article, listed=True).order_by()
    events = AuditEvent.objects.filter(subject=article.audit_subject).order_by("-sequence")
    context = {
        **admin.site.each_context(request),
        "title": article.title,
        "article": article,
        "desk": desk_of(article.site),
        "lately": seen_among(article, judged_lately(article)),
        "roots": counted.filter(parent=None).aggregate(number=Count("pk"))["number"],
        "events": events[:EVENTS],
        "may_run_desk": article.site_id in sites_for(request, Act.RUN_DESK),
        "minutes": MINUTES,
        "slow_seconds": SLOW_SECONDS,
    }
    return render(request, "desk/article.html", context)


@require_POST
def change_article(request: HttpRequest, pk: int, measure: str) -> HttpResponse:
    """Take one measure on the whole discussion."""
    article = _article(request, pk)
    if measure not in MEASURES:
        raise Http404
    try:
        messages.success(request, MEASURES[measure](article, staff_of(request), request.POST))
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect(PAGE, article.pk)


def _heat(article: Article, user: User, said: Any) -> str:
    form = MinutesForm(said)
    if not form.is_valid():
        return "Nothing changed: say for how many minutes."
    heat_by_hand(article, minutes=form.cleaned_data["minutes"], moderator=user)
    return "Every comment is held for now; the page says so."


def _cool(article: Article, user: User, said: Any) -> str:
    cool_by_hand(article, moderator=user)
    return "Comments are published again once they are judged."


def _slow(article: Article, user: User, said: Any) -> str:
    form = SecondsForm(said)
    if not form.is_valid():
        return "Nothing changed: say for how many seconds, a day at most."
    seconds = form.cleaned_data["seconds"]
    slow_article(article, seconds, moderator=user)
    return f"One comment each {seconds} seconds an author." if seconds else "No slow mode."


def _close(article: Article, user: User, said: Any) -> str:
    set_commenting(article, Commenting.CLOSED, moderator=user)
    return "No more comments are taken."


def _open(article: Article, user: User, said: Any) -> str:
    set_commenting(article, Commenting.OPEN, moderator=user)
    return "Comments are taken again."


MEASURES: dict[str, Callable[[Article, User, Any], str]] = {
    "heat": _heat,
    "cool": _cool,
    "slow": _slow,
    "close": _close,
    "open": _open,
}


def _article(request: HttpRequest, pk: int) -> Article:
    articles = Article.objects.select_related("site__desk")
    article = articles.filter(pk=pk, site__in=sites_for(request, Act.SEE)).first()
    if article is None:
        raise Http404
    return article


add_pages(
    desk_page("articles/<int:pk>/", article_page, "desk-article"),
    desk_page("articles/<int:pk>/<str:measure>/", change_article, "desk-article-measure"),
)
