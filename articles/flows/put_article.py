"""A site's own system says which article there is."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError

from articles.changes import ArticleChanges, article_changes
from articles.errors import DomainNotAllowed
from articles.flows.record_article import record_article
from articles.models import Article, Site
from articles.slugs import slug_of

MAX_SLUG = 80
DIGEST = 8
HOST = re.compile(r"[a-z0-9.-]+")
USUAL_PORT = {"https": 443, "http": 80}


def put_article(
    site: Site, external_id: str, fields: Mapping[str, Any], *, actor: str
) -> tuple[Article, bool]:
    """Create the site's article of that external id, or change it; tell whether it is new.

    `fields` are columns of Article by name, `url` and `title` among them; what is left out stays as
    it is. The same call twice changes nothing the second time. Raises DomainNotAllowed.
    """
    _refuse_foreign(site, fields["url"])
    try:
        return _put(site, external_id, fields, actor=actor)
    except IntegrityError:
        # Another call made the article, or took its slug, since we looked; now it can be seen.
        return _put(site, external_id, fields, actor=actor)


def _put(
    site: Site, external_id: str, fields: Mapping[str, Any], *, actor: str
) -> tuple[Article, bool]:
    with article_changes() as changes:
        mine = Article.objects.select_for_update().filter(site=site, external_id=external_id)
        article = mine.first()
        if article is not None:
            if changed := _change(article, fields):
                _record(article, "article.changed", changed, changes, actor=actor)
            return article, False
        slug = _slug(site, fields["title"], external_id)
        article = Article.objects.create(site=site, external_id=external_id, slug=slug, **fields)
        _record(article, "article.created", list(fields), changes, actor=actor)
        return article, True


def _slug(site: Site, title: str, external_id: str) -> str:
    """Return the title as an address shows it; a second article of that name gets a mark."""
    slug = slug_of(title, limit=MAX_SLUG - DIGEST - 1)
    if slug and not Article.objects.filter(site=site, slug=slug).exists():
        return slug
    mark = hashlib.sha256(external_id.encode()).hexdigest()[:DIGEST]
    return f"{slug}-{mark}".lstrip("-")


def _change(article: Article, fields: Mapping[str, Any]) -> list[str]:
    """Bring the article up to date; return the names of what had changed."""
    changed = [name for name, value in fields.items() if getattr(article, name) != value]
    for name in changed:
        setattr(article, name, fields[name])
    if changed:
        article.save(update_fields=changed)
    return changed


def _record(
    article: Article, kind: str, names: list[str], changes: ArticleChanges, *, actor: str
) -> None:
    record_article(article, kind, changes, actor=actor, data={"fields": sorted(names)})


def _refuse_foreign(site: Site, url: str) -> None:
    """An article is where the site is: on its domain or below it, or at one of its origins."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise DomainNotAllowed from error
    # A browser reads a host with a backslash or a percent sign as another one than we do.
    if parts.scheme not in USUAL_PORT or "@" in parts.netloc or not HOST.fullmatch(host):
        raise DomainNotAllowed
    if f"{parts.scheme}://{parts.netloc}".lower() in site.allowed_origins:
        return
    domain = site.domain.lower()
    at_home = bool(domain) and (host == domain or host.endswith(f".{domain}"))
    if not at_home or port not in {None, USUAL_PORT[parts.scheme]}:
        raise DomainNotAllowed
