"""What comes before the comments: the site, its policies, its articles and its authors."""

from collections.abc import Iterator

from django.utils import timezone

from articles.models import Article, Blocklist, PolicyVersion, Site
from discussion.models import Author
from moderation.site_export.values import Line, batches, instant

FORMAT, VERSION = "discussion", 1
SETTINGS = (
    "slug",
    "name",
    "domain",
    "aliases",
    "handles",
    "staff",
    "contacts",
    "allowed_origins",
    "languages",
    "moderation",
    "edit_window_seconds",
    "appeal_days",
)
PRINTED = (
    "external_id",
    "url",
    "title",
    "slug",
    "deck",
    "paragraphs",
    "picture_caption",
    "picture_credit",
    "byline_name",
    "byline_role",
    "byline_handle",
    "author_note",
    "invitation",
    "grounds",
    "section",
    "tags",
    "moderation",
    "slow_mode_seconds",
    "commenting",
)


def export_line(site: Site) -> Line:
    """The first line, by which an import knows the file."""
    return {
        "kind": "export",
        "format": FORMAT,
        "version": VERSION,
        "site": site.slug,
        "made_at": instant(timezone.now()),
    }


def site_line(site: Site) -> Line:
    """The settings; keys and secrets are in tables of their own, which no line reads."""
    blocklist = Blocklist.objects.filter(site=site).first() or Blocklist(site=site)
    return {
        "kind": "site",
        **{name: getattr(site, name) for name in SETTINGS},
        "blocklist": {"phrases": blocklist.phrases, "domains": blocklist.domains},
        "policy": site.published_policy.number,
    }


def policy_lines(site: Site) -> Iterator[Line]:
    for version in PolicyVersion.objects.filter(site=site).order_by("number"):
        yield {
            "kind": "policy",
            "number": version.number,
            "title": version.title,
            "document": version.document,
            "digest": version.digest,
            "created_at": instant(version.created_at),
            "published_at": instant(version.published_at),
        }


def article_lines(site: Site) -> Iterator[Line]:
    for batch in batches(Article.objects.filter(site=site)):
        for article in batch:
            yield {
                "kind": "article",
                "id": str(article.public_id),
                **{name: getattr(article, name) for name in PRINTED},
                "published_at": instant(article.published_at),
                "closes_at": instant(article.closes_at),
                "created_at": instant(article.created_at),
            }


def author_lines(site: Site, *, with_addresses: bool) -> Iterator[Line]:
    for batch in batches(Author.objects.filter(site=site)):
        for author in batch:
            address = {"email": author.email} if with_addresses and author.email else {}
            yield {
                "kind": "author",
                "id": str(author.public_id),
                "subject": author.subject,
                "display_name": author.display_name,
                "badges": author.badges,
                **address,
                "restriction": author.restriction or None,
                "restricted_until": instant(author.restricted_until),
                "restriction_reason": author.restriction_reason,
                "first_seen_at": instant(author.first_seen_at),
            }
