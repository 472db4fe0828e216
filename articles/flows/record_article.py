"""What is kept of an article that was made or changed, whoever did it."""

from typing import Any

from articles import audit
from articles.changes import ArticleChanges, Change
from articles.models import Article


def record_article(
    article: Article, kind: str, changes: ArticleChanges, *, actor: str, data: dict[str, Any]
) -> None:
    """Append the event with its data to the article's audit chain, and announce the new page.

    `kind` is `article.created` or `article.changed`; the article's row is locked or just made.
    """
    audit.append_event(article, site_id=article.site_id, kind=kind, actor=actor, data=data)
    payload = {"article_id": str(article.public_id), "external_id": article.external_id}
    changes.add(article.pk, article.site_id, Change(kind, payload, public=True))
