"""An article comes from another system: found where the site has it, else made."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from articles.changes import article_changes
from articles.flows.put_article import free_slug
from articles.flows.record_article import record_article
from articles.models import Article, Site


def known_article(site: Site, *, external_id: str, url: str) -> Article | None:
    """Return the site's article of that external id, else of that address, however it is written:
    with http or https, with or without a slash at its end.
    """
    mine = Article.objects.filter(site=site)
    if external_id and (article := mine.filter(external_id=external_id).first()) is not None:
        return article
    return mine.filter(url__in=_spellings(url)).order_by("pk").first() if url else None


def take_over_article(
    site: Site, *, external_id: str, fields: Mapping[str, Any], actor: str
) -> Article:
    """Make the article. `fields` are columns by name, `title` among them; its `slug` and
    `public_id` are kept where they are free. The caller has looked for a known one, and at its
    address.
    """
    columns = dict(fields)
    created_at = columns.pop("created_at", None)
    slug, public_id = columns.pop("slug", ""), columns.pop("public_id", None)
    if not slug or Article.objects.filter(site=site, slug=slug).exists():
        slug = free_slug(site, columns["title"], external_id)
    if public_id is not None and not Article.objects.filter(public_id=public_id).exists():
        columns["public_id"] = public_id
    with article_changes() as changes:
        article = Article.objects.create(site=site, external_id=external_id, slug=slug, **columns)
        if created_at is not None:
            Article.objects.filter(pk=article.pk).update(created_at=created_at)
        named = {"fields": sorted(fields)}
        record_article(article, "article.created", changes, actor=actor, data=named)
    return article


def _spellings(url: str) -> list[str]:
    parts = urlsplit(url)
    paths = {parts.path, parts.path.rstrip("/") or "/", parts.path.rstrip("/") + "/"}
    schemes = (
        {parts.scheme, "http", "https"} if parts.scheme in {"http", "https"} else {parts.scheme}
    )
    return sorted(
        urlunsplit((scheme, parts.netloc, path, parts.query, ""))
        for scheme in schemes
        for path in paths
    )
