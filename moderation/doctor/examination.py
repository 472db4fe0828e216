"""All that is looked at for one site, in the order in which to mend it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from articles.models import Site
from discussion.tokens import report
from moderation.doctor.calls import cors_check
from moderation.doctor.embedding import page_checks
from moderation.doctor.page import PageUnread, read_page
from moderation.doctor.service import service_checks
from moderation.doctor.webhooks import webhook_checks
from moderation.health import Check


def examine(site: Site, *, url: str = "", token: str = "") -> Iterator[Check]:
    """Yield every check of the service, of the page at `url` and of the reader token, where given.

    Raises nothing for what is wrong with them: that is what the checks say.
    """
    yield from service_checks(site)
    yield from _origins(site)
    yield from webhook_checks(site)
    if url:
        yield from _page(site, url)
    if token:
        for finding in report.examine(token, site).findings:
            yield Check(f"token, {finding.name}", ok=finding.right, says=finding.words)


def _origins(site: Site) -> Iterator[Check]:
    if not site.allowed_origins:
        says = f"{site.slug} lists no origin, so no page of others may call: admin, Sites."
        yield Check("origins", ok=False, says=says)
    for origin in site.allowed_origins:
        yield cors_check(site, origin)


def _page(site: Site, url: str) -> Iterator[Check]:
    try:
        page = read_page(url)
    except PageUnread as error:
        yield Check("page", ok=False, says=str(error))
        return
    yield Check("page", ok=True, says=f"{url} answers")
    yield from page_checks(site, page, now=datetime.now(UTC))
