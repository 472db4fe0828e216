"""A discussion in schema.org's words (JSON-LD), for search engines."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from articles.api.shapes import instant
from articles.models import Article
from articles.plain import plain_text
from discussion.pages.thread import Shown, ThreadPage
from discussion.places import article_home, article_place, comment_place

# Inside a script element only these could end it, or begin another way of reading it.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def posting_json(article: Article, thread: ThreadPage) -> SafeString:
    """Return the article as a posting with the comments that the page shows, safe in a `script`."""
    data = {"@context": "https://schema.org", **_posting(article, thread)}
    # No input gets past the escapes, and inside a string they say the same.
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308


def _posting(article: Article, thread: ThreadPage) -> dict[str, Any]:
    kind, name = ("Person", article.byline_name) if article.byline_name else _of_the_house(article)
    tops = [thread.top, *thread.comments] if thread.top else thread.comments
    return {
        "@type": "DiscussionForumPosting",
        "@id": article_place(article),
        "url": article_place(article),
        "mainEntityOfPage": article_home(article),
        "headline": article.title,
        "text": article.deck or " ".join(article.paragraphs[:1]) or article.title,
        "author": {"@type": kind, "name": name},
        "datePublished": instant(article.published_at or article.created_at),
        "comment": [_comment(article.site.slug, shown) for shown in tops],
    }


def _of_the_house(article: Article) -> tuple[str, str]:
    return "Organization", article.site.name


def _comment(site_slug: str, shown: Shown) -> dict[str, Any]:
    row = shown.row
    replies = [_comment(site_slug, reply) for reply in shown.replies]
    if shown.tombstone or row.fragment is None:
        # What stands in its place says no more than the page does: that something was here.
        return {"@type": "Comment", "creativeWorkStatus": "Deleted", "comment": replies}
    return {
        "@type": "Comment",
        "@id": comment_place(site_slug, row.public_id),
        "url": comment_place(site_slug, row.public_id),
        "text": plain_text(row.fragment),
        "author": {"@type": "Person", "name": row.display_name},
        "datePublished": instant(row.published_at),
        **({"dateModified": instant(row.edited_at)} if row.edited_at else {}),
        "comment": replies,
    }
