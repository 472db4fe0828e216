"""The discussion of an article in a Django template: `{% load discussion %}` (docs/django.md).

With DISCUSSION_SERVER set the tags write the markup that points there, and this file needs no other
of ours. Without it they ask the apps of this project, which are found by name for that reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import prefetch_related_objects
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

INSIDE = "discussion.inside"
OURS = "articles.Article"
# Where one template's tags keep the counts that were read for all of them.
COUNTS = "discussion_counts"


@dataclass(frozen=True, slots=True)
class Named:
    """An article as the service knows it: by its site's slug and the id that its CMS gave it."""

    site: str
    external_id: str
    url: str


@register.simple_tag(takes_context=True)
def discussion(
    context: Context, article: Any, mode: str = "embed", target: str = "comments"
) -> SafeString:
    """Write the article's discussion: the embed, or with `mode="html"` the comments themselves.

    Whoever is signed in is vouched for at `data-token-url`: DISCUSSION_TOKEN_URL, and in a project
    with the apps an address of theirs that is signed for this person and site.
    """
    named = _named(context, article)
    if mode == "html":
        comments: SafeString = _inside("thread_html")(named.site, named.external_id)
        return comments
    if mode != "embed":
        raise template.TemplateSyntaxError('{% discussion %} knows mode="embed" and mode="html".')
    given = {
        "site": named.site,
        "article-id": named.external_id,
        "url": named.url,
        "target": f"#{target}",
        "token-url": _token_url(context, named.site),
    }
    attributes = format_html_join("", ' data-{}="{}"', ((n, v) for n, v in given.items() if v))
    return format_html(
        '<div id="{}"></div>\n<script async src="{}/embed.js"{}></script>',
        *(target, _server(), attributes),
    )


@register.simple_tag(takes_context=True)
def discussion_counts(context: Context, articles: Iterable[Any]) -> str:
    """Read how many comments each of the articles has, at once, for the tags that follow."""
    if _points_elsewhere():
        return ""
    articles = list(articles)
    # The sites of ours, where the view has not read them along.
    prefetch_related_objects([a for a in articles if a._meta.label == OURS], "site")
    _kept(context).update(_counts([_named(context, article) for article in articles]))
    return ""


@register.simple_tag(takes_context=True)
def discussion_count(context: Context, article: Any) -> SafeString:
    """Write how many comments the article has; with a server, a mark that its count.js fills."""
    named = _named(context, article)
    if _points_elsewhere():
        return format_html(
            '<a data-comment-count data-article-url="{0}" href="{0}"></a>', named.url
        )
    kept = _kept(context)
    if (named.site, named.external_id) not in kept:
        kept.update(_counts([named]))
    count = kept[(named.site, named.external_id)]
    return format_html("<span data-comment-count>{}</span>", count)


@register.simple_tag
def discussion_count_script() -> SafeString:
    """Write, once a page, the script that fills the marks; nothing where nobody left any."""
    if not _points_elsewhere():
        return mark_safe("")
    return format_html(
        '<script async src="{}/count.js" data-site="{}"></script>', _server(), _site()
    )


def _named(context: Context, article: Any) -> Named:
    """Return what names the article: one of ours has it; another's `discussion_id`, else model and
    key, which stay whatever becomes of address and title.
    """
    if article._meta.label == OURS:
        return Named(article.site.slug, article.external_id, article.url)
    own = getattr(article, "discussion_id", None) or f"{article._meta.label_lower}:{article.pk}"
    # Wagtail's pages know their whole address.
    url = getattr(article, "full_url", None) or _absolute(context, article.get_absolute_url())
    return Named(_site(), str(own), url)


def _absolute(context: Context, address: str) -> str:
    request = context.get("request")
    return str(request.build_absolute_uri(address)) if request else address


def _token_url(context: Context, site: str) -> str:
    given: str = getattr(settings, "DISCUSSION_TOKEN_URL", "")
    if given or _points_elsewhere():
        return given
    user = getattr(context.get("request"), "user", None)
    return str(_inside("token_address")(user, site)) if user and user.is_authenticated else ""


def _counts(named: list[Named]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = _inside("counts_of")(
        [(article.site, article.external_id) for article in named]
    )
    return found


def _kept(context: Context) -> dict[tuple[str, str], int]:
    """Return what was counted for the page: the dictionary that all of its templates share."""
    kept: dict[tuple[str, str], int] = context.dicts[0].setdefault(COUNTS, {})
    return kept


def _inside(name: str) -> Any:
    return import_string(f"{INSIDE}.{name}")


def _points_elsewhere() -> bool:
    return bool(getattr(settings, "DISCUSSION_SERVER", ""))


def _server() -> str:
    return str(getattr(settings, "DISCUSSION_SERVER", "") or settings.PUBLIC_URL).rstrip("/")


def _site() -> str:
    site: str = getattr(settings, "DISCUSSION_SITE", "")
    if not site:
        raise ImproperlyConfigured("Set DISCUSSION_SITE to the site's slug.")
    return site
