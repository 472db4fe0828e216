"""What the template tags ask in a project that has the apps (templatetags/discussion.py)."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models import Article
from discussion.models import User
from discussion.pages.thread import thread_page
from discussion.places import article_place
from discussion.tokens.signed import signed_for, takes_users


def thread_html(site: str, external_id: str) -> SafeString:
    """Return the newest comments with their replies, and the way to the others; an article that
    nobody has registered has none.
    """
    article = _articles(site).filter(external_id=external_id).select_related("site").first()
    context = {
        "article": article,
        "site": article.site if article else None,
        "root": settings.PUBLIC_URL,
        "here": article_place(article) if article else "",
        "objecting": f"{settings.PUBLIC_URL}{reverse('notice', args=[site])}",
        "thread": thread_page(article, "", "") if article else None,
    }
    return render_to_string("discussion/thread.html", context)


def counts_of(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return how many comments can be read below each article, by (site, external id): one query a
    site, whatever their number; 0 for one that nobody has registered.
    """
    by_site: dict[str, list[str]] = defaultdict(list)
    for site, external_id in named:
        by_site[site].append(external_id)
    counts = {(site, own): 0 for site, ids in by_site.items() for own in ids}
    for site, ids in by_site.items():
        known = _articles(site).filter(external_id__in=ids)
        found = known.values_list("external_id", "comment_count")
        counts |= {(site, own): count for own, count in found}
    return counts


def token_address(user: User, site: str) -> str:
    """Return where the embed gets this user's reader token, good for them alone and at this site;
    empty where the site does not take users of this project for readers.
    """
    if not takes_users(site):
        return ""
    return reverse("pages:reader-token", args=[site, signed_for(user, site)])


def _articles(site: str) -> QuerySet[Article]:
    return Article.objects.filter(site__slug=site)
