"""How many comments articles have, by how their site names them: one statement for all."""

from collections.abc import Sequence

from articles.addresses import known_as
from articles.models import Article, Site


def counts_by_external_id(site: Site, ids: Sequence[str]) -> dict[str, int]:
    """Return the count by the site's own ids; 0 for an article that is not there."""
    mine = Article.objects.filter(site=site, external_id__in=ids)
    return dict.fromkeys(ids, 0) | dict(mine.values_list("external_id", "comment_count"))


def counts_by_url(site: Site, urls: Sequence[str]) -> dict[str, int]:
    """Return the count by address, whichever of its spellings; the newest article of one counts."""
    spellings = {url: known_as(url) for url in urls}
    wanted = {spelling for several in spellings.values() for spelling in several}
    mine = Article.objects.filter(site=site, url__in=wanted).order_by("pk")
    found = dict(mine.values_list("url", "comment_count"))
    return {url: _newest(found, spellings[url]) for url in urls}


def _newest(found: dict[str, int], spellings: Sequence[str]) -> int:
    return next((found[spelling] for spelling in spellings if spelling in found), 0)
