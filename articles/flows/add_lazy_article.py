"""A page that nobody announced gets its discussion when its first reader opens it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils import timezone

from articles.addresses import canonical_url, is_at_home, known_as
from articles.changes import article_changes
from articles.errors import (
    DomainNotAllowed,
    LazyArticlesOff,
    OriginNotAllowed,
    TooManyArticles,
)
from articles.flows.put_article import free_slug
from articles.flows.record_article import record_article
from articles.models import Article, Site

# A newsroom's day is a few hundred articles; a visitor who makes up addresses ends here.
MOST_AN_HOUR = 300
MAX_TITLE = 500


def add_lazy_article(site: Site, fields: Mapping[str, Any], *, origin: str) -> tuple[Article, bool]:
    """Return the site's article of that external id, else of that address, and whether it is new.

    `fields` are columns of Article, `url` among them; `origin` is where the visitor's browser says
    the page is. One that is there stays as it is: a visitor's word changes nothing. Raises
    LazyArticlesOff, OriginNotAllowed, DomainNotAllowed, TooManyArticles.
    """
    _refuse_elsewhere(site, fields["url"], origin)
    fields = {**fields, "url": canonical_url(fields["url"])}
    if (known := _known(site, fields)) is not None:
        return known, False
    with article_changes() as changes:
        # Whoever makes articles of a site waits here: two readers of one page make one of them.
        Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        if (known := _known(site, fields)) is not None:
            return known, False
        _refuse_many(site)
        article = _made(site, fields)
        names = {"fields": sorted(fields)}
        record_article(article, "article.created", changes, actor="visitor:embed", data=names)
        return article, True


def _known(site: Site, fields: Mapping[str, Any]) -> Article | None:
    mine = Article.objects.select_related("site").filter(site=site)
    if "external_id" in fields:
        named = mine.filter(external_id=fields["external_id"]).first()
        if named is not None:
            return named
    return mine.filter(url__in=known_as(fields["url"])).order_by("-pk").first()


def _made(site: Site, fields: Mapping[str, Any]) -> Article:
    url = fields["url"]
    external_id = f"url:{hashlib.sha256(url.encode()).hexdigest()[:32]}"
    columns = {"external_id": external_id, "title": _title_of(url), **fields}
    slug = free_slug(site, columns["title"], columns["external_id"])
    return Article.objects.create(site=site, slug=slug, announced=False, **columns)


def _title_of(url: str) -> str:
    """Return the words of an address, until the site's own system says the title."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    last = re.sub(r"\.[A-Za-z]{2,5}$", "", last)
    words = " ".join("".join(c if c.isalnum() else " " for c in last).split())
    return (words or parts.netloc)[:MAX_TITLE]


def _refuse_elsewhere(site: Site, url: str, origin: str) -> None:
    if origin not in site.allowed_origins:
        raise OriginNotAllowed
    if not site.lazy_articles:
        raise LazyArticlesOff
    if not is_at_home(url, origins=[origin], domain=site.domain):
        raise DomainNotAllowed


def _refuse_many(site: Site) -> None:
    lately = timezone.now() - timedelta(hours=1)
    made = Article.objects.filter(site=site, announced=False, created_at__gt=lately)
    if made[:MOST_AN_HOUR].count() >= MOST_AN_HOUR:
        raise TooManyArticles
