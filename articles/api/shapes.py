"""Articles and policies as the API shows them."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from articles.models import Article, PolicyVersion


def article_json(article: Article) -> dict[str, Any]:
    """Return the public shape of an article whose site was read along."""
    return {
        "id": str(article.public_id),
        "site": article.site.slug,
        "slug": article.slug,
        "external_id": article.external_id,
        "url": article.url,
        "title": article.title,
        "deck": article.deck,
        "paragraphs": article.paragraphs,
        "picture": _picture(article),
        "byline": _byline(article),
        "invitation": article.invitation,
        "grounds": article.grounds,
        "section": article.section,
        "tags": article.tags,
        "published_at": instant(article.published_at),
        "closes_at": instant(article.closes_at),
        "commenting": "open" if article.takes_comments else "closed",
        "nudge": article.site.nudge,
        "permalink": permalink(article.site.slug, article.slug),
        "comments_url": f"/api/v1/articles/{article.public_id}/comments/",
    }


def policy_json(version: PolicyVersion) -> dict[str, Any]:
    """Return what readers are told of a policy: its words, never the thresholds."""
    return {
        "version": version.number,
        "title": version.title,
        "introduction": version.document.get("introduction", ""),
        "published_at": instant(version.published_at),
        "clauses": [
            {key: clause.get(key, "") for key in ("id", "title", "wording", "ground")}
            for clause in version.clauses
        ],
    }


def permalink(site_slug: str, article_slug: str) -> str:
    """Return the address of an article's page here; never built from what a request says."""
    return f"{settings.PUBLIC_URL}/{site_slug}/articles/{article_slug}/"


def instant(at: datetime | None) -> str | None:
    """Return a time as RFC 3339 in UTC, to the millisecond."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _picture(article: Article) -> dict[str, str] | None:
    if not (article.picture_caption or article.picture_credit):
        return None
    return {"caption": article.picture_caption, "credit": article.picture_credit}


def _byline(article: Article) -> dict[str, str]:
    return {
        "name": article.byline_name,
        "role": article.byline_role,
        "handle": article.byline_handle,
    }
