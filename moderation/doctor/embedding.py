"""Whether a page of the publication is set up for its discussion."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from articles.models import Article, Site
from moderation.doctor.content_policy import missing_sources
from moderation.doctor.page import Page
from moderation.doctor.service import clock_check
from moderation.health import Check

DEFAULT_TARGET = "#comments"


def page_checks(site: Site, page: Page, *, now: datetime) -> Iterator[Check]:
    """Yield what is so of the page, in the order in which a browser comes upon it."""
    yield _origin(site, page)
    yield _canonical(page)
    yield _embed(site, page)
    yield _content_policy(page)
    yield _article(site, page)
    if page.at is not None:
        yield clock_check("page clock", page.at, now)


def _origin(site: Site, page: Page) -> Check:
    if page.origin in site.allowed_origins:
        return Check("origin", ok=True, says=f"{page.origin} is listed")
    says = f"Add {page.origin} to the allowed origins of {site.slug}: admin, Sites."
    return Check("origin", ok=False, says=says)


def _canonical(page: Page) -> Check:
    if not page.canonical:
        says = (
            'Add <link rel="canonical" href="…">: without it each spelling of the address may get '
        )
        return Check("canonical link", ok=False, says=f"{says}a discussion of its own.")
    if urlsplit(page.named_url).netloc.lower() != urlsplit(page.url).netloc.lower():
        says = f"It leads to another host, {page.named_url}: discussions are kept under that one."
        return Check("canonical link", ok=False, says=says)
    return Check("canonical link", ok=True, says=page.named_url)


def _embed(site: Site, page: Page) -> Check:
    if page.embed is None:
        tag = f'<script async src="{_service()}/embed.js" data-site="{site.slug}"></script>'
        return Check("embed", ok=False, says=f"Add {tag} to the page.")
    named = page.embed.get("data-site", "")
    if named != site.slug:
        return Check("embed", ok=False, says=f"Its data-site is “{named}”: write “{site.slug}”.")
    source = urlsplit(page.embed["src"])
    if source.netloc and source.netloc != urlsplit(_service()).netloc:
        says = f"embed.js comes from {source.netloc}, and this service is {_service()}."
        return Check("embed", ok=False, says=says)
    target = page.embed.get("data-target", DEFAULT_TARGET)
    if target.startswith("#") and target[1:] not in page.ids:
        says = f"Nothing on the page has the id of data-target, {target}: add <div id=…>."
        return Check("embed", ok=False, says=says)
    return Check("embed", ok=True, says=f"is on the page, for {target}")


def _content_policy(page: Page) -> Check:
    missing = [
        directive
        for policy in page.policies
        for directive in missing_sources(policy, _service(), page.origin)
    ]
    if missing:
        says = f"Add {_service()} to {' and '.join(dict.fromkeys(missing))} of the page's policy."
        return Check("content policy", ok=False, says=says)
    says = "lets the embed work" if page.policies else "the page has none"
    return Check("content policy", ok=True, says=says)


def _article(site: Site, page: Page) -> Check:
    external_id = (page.embed or {}).get("data-article-id", "")
    mine = Article.objects.filter(site=site)
    if external_id:
        found = mine.filter(external_id=external_id).first()
        missing = f"No article of {site.slug} has the id “{external_id}”"
    else:
        found = mine.filter(url=page.named_url).first()
        missing = f"No article of {site.slug} has the address {page.named_url}"
    if found is not None:
        return Check("article", ok=True, says=f"“{found.title}”, {found.get_commenting_display()}")
    says = f"{missing}: announce it by PUT (docs/api.md) or `manage.py import_feed`."
    return Check("article", ok=False, says=says)


def _service() -> str:
    return settings.PUBLIC_URL.rstrip("/")
