"""Where readers find things: an article at its publication, and what has an address here.

Never built from what a request says.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from articles.api.shapes import permalink
from articles.models import Article


def article_home(article: Article) -> str:
    """Return the article's address at its publication; its page here where it has no other."""
    web = article.url.startswith(("https://", "http://"))
    return article.url if web else article_place(article)


def article_place(article: Article) -> str:
    """Return the address of the article's discussion here."""
    return permalink(article.site.slug, article.slug)


def comment_place(site_slug: str, public_id: UUID | str) -> str:
    """Return the address of one comment, which leads to it however long the discussion grows."""
    return f"{settings.PUBLIC_URL}/{site_slug}/comments/{public_id}/"


def article_feed(article: Article) -> str:
    return f"{settings.PUBLIC_URL}/api/v1/articles/{article.public_id}/comments.atom"


def site_feed(site_slug: str) -> str:
    return f"{settings.PUBLIC_URL}/api/v1/sites/{site_slug}/comments.atom"


def oembed_of(place: str) -> str:
    """Return where it is told how to show the page of that address on another one."""
    return f"{settings.PUBLIC_URL}/api/v1/oembed/?{urlencode({'url': place})}"
