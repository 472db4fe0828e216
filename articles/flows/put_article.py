"""A site's own system says which article there is."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from articles.addresses import canonical_url, is_at_home
from articles.changes import ArticleChanges, article_changes
from articles.errors import DomainNotAllowed
from articles.flows.record_article import record_article
from articles.models import Article, Site
from articles.slugs import slug_of

MAX_SLUG = 80
DIGEST = 8


def put_article(
    site: Site, external_id: str, fields: Mapping[str, Any], *, actor: str
) -> tuple[Article, bool]:
    """Create the site's article of that external id, or change it; tell whether it is new.

    `fields` are columns of Article by name, `url` and `title` among them; what is left out stays as
    it is. An article that a reader's visit made under that url becomes this one, thread and all.
    The same call twice changes nothing the second time. Raises DomainNotAllowed.
    """
    refuse_foreign(site, fields["url"])
    fields = {**fields, "url": canonical_url(fields["url"])}
    try:
        return _put(site, external_id, fields, actor=actor)
    except IntegrityError:
        # Another call made the article, or took its slug, since we looked; now it can be seen.
        return _put(site, external_id, fields, actor=actor)


def _put(
    site: Site, external_id: str, fields: Mapping[str, Any], *, actor: str
) -> tuple[Article, bool]:
    with article_changes() as changes:
        article = _known(site, external_id, fields["url"])
        if article is not None:
            said = {**fields, "external_id": external_id, "announced": True}
            if changed := _change(article, said):
                _record(article, "article.changed", changed, changes, actor=actor)
            return article, False
        slug = free_slug(site, fields["title"], external_id)
        article = Article.objects.create(site=site, external_id=external_id, slug=slug, **fields)
        _record(article, "article.created", list(fields), changes, actor=actor)
        return article, True


def _known(site: Site, external_id: str, url: str) -> Article | None:
    """Return the article of that id, else what a visit made of its page; its row is locked."""
    mine = Article.objects.select_for_update().filter(site=site)
    if (article := mine.filter(external_id=external_id).first()) is not None:
        return article
    # Visitors who make articles hold this (add_lazy_article): none comes between look and making.
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    return mine.filter(announced=False, url=url).order_by("pk").first()


def free_slug(site: Site, title: str, external_id: str) -> str:
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


def refuse_foreign(site: Site, url: str) -> None:
    """An article is where the site is: on its domain or below it, or at one of its origins.

    Raises DomainNotAllowed.
    """
    if not is_at_home(url, origins=site.allowed_origins, domain=site.domain):
        raise DomainNotAllowed
