"""A parsed article to rows."""

import hashlib
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Any

from articles.changes import ArticleChanges, article_changes
from articles.flows.record_article import record_article
from articles.ingest.parsed import ArticleUnreadable, ParsedArticle
from articles.ingest.sites import ACTOR, learn_names, site_of
from articles.models import Article, Site
from articles.slugs import slug_of

MAX_SLUG = 80
_DIGEST = 8


class Stored(StrEnum):
    """What became of an article."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


def store_article(parsed: ParsedArticle, *, site_name: str, default_policy: Path) -> Stored:
    """Store the article, and its site if it is new; a second time changes nothing.

    `site_name` (a slug or a name) goes before the publication that the text names. The headline
    tells whether it is an article that the site has: then its fields are updated, its thread stays.
    Raises ArticleUnreadable when neither names a site, and SlugTaken.
    """
    name = site_name or parsed.publication
    if not name:
        raise ArticleUnreadable(1, "names no publication; say --site SLUG")
    slug = article_slug(parsed.title)
    with article_changes() as changes:
        site = site_of(parsed, name=name, default_policy=default_policy)
        learn_names(site, parsed)
        article = Article.objects.select_for_update().filter(site=site, external_id=slug).first()
        if article is None:
            _record(_create(site, slug, parsed), "article.created", changes)
            return Stored.IMPORTED
        if not _update(article, parsed):
            return Stored.UNCHANGED
        _record(article, "article.changed", changes)
        return Stored.UPDATED


def article_slug(title: str) -> str:
    """Return the title's words for addresses, at most 80 characters; the same for ever.

    A digest of the title stands for what was cut or cannot be written in ASCII, so that two
    headlines share a slug only if they share all their words.
    """
    whole = slug_of(title, limit=len(title) * 4 + MAX_SLUG)
    kept = sum(character.isalnum() for character in whole)
    letters = sum(character.isalnum() for character in unicodedata.normalize("NFKD", title))
    if whole and len(whole) <= MAX_SLUG and kept == letters:
        return whole
    return _with_digest(whole or "article", title)


def _with_digest(slug: str, title: str) -> str:
    digest = hashlib.sha256(title.encode()).hexdigest()[:_DIGEST]
    return f"{slug_of(slug, limit=MAX_SLUG - _DIGEST - 1)}-{digest}"


def _create(site: Site, slug: str, parsed: ParsedArticle) -> Article:
    # An article that came another way, under an external id of its own, may have the slug.
    taken = Article.objects.filter(site=site, slug=slug).exists()
    address = _with_digest(slug, parsed.title) if taken else slug
    return Article.objects.create(site=site, slug=address, external_id=slug, **_fields(parsed))


def _update(article: Article, parsed: ParsedArticle) -> bool:
    """Bring the article up to date; whether anything had changed."""
    changed = {
        name: value for name, value in _fields(parsed).items() if getattr(article, name) != value
    }
    for name, value in changed.items():
        setattr(article, name, value)
    if changed:
        article.save(update_fields=list(changed))
    return bool(changed)


def _record(article: Article, kind: str, changes: ArticleChanges) -> None:
    data = {"external_id": article.external_id}
    record_article(article, kind, changes, actor=ACTOR, data=data)


def _fields(parsed: ParsedArticle) -> dict[str, Any]:
    picture, byline = parsed.picture, parsed.byline
    return {
        "title": parsed.title,
        "deck": parsed.deck,
        "paragraphs": list(parsed.paragraphs),
        "picture_caption": picture.caption if picture else "",
        "picture_credit": picture.credit if picture else "",
        "byline_name": byline.name if byline else "",
        "byline_role": byline.role if byline else "",
        "byline_handle": byline.handle if byline else "",
        "author_note": parsed.author_note,
        "invitation": parsed.invitation,
        "grounds": list(parsed.grounds),
    }
