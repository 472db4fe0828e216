"""The articles that imported comments stand under: found at the site, or made."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from articles.flows.take_over_article import known_article, take_over_article
from articles.models import Article, Site
from discussion.imports.articles import wanted
from discussion.models import ImportedArticle


def place_articles(
    site: Site, source: str, told: Iterable[tuple[str, dict[str, Any]]], *, keep_ids: bool
) -> int:
    """See to it that each article of the source has its row here; return how many are new.

    Each in a transaction of its own: interrupted and repeated, it makes none twice.
    """
    new = 0
    for id_, payload in told:
        if ImportedArticle.objects.filter(site=site, source=source, source_id=id_).exists():
            continue
        article = wanted(source, id_, payload, keep_id=keep_ids)
        with transaction.atomic():
            row: Article | None = known_article(
                site, external_id=article.external_id, url=article.url
            )
            if row is None:
                row = take_over_article(
                    site,
                    external_id=article.external_id,
                    fields=article.fields,
                    actor=f"import:{source}",
                )
                new += 1
            ImportedArticle.objects.create(site=site, source=source, source_id=id_, article=row)
    return new
