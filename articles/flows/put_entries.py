"""A feed says which articles there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from articles.errors import DomainError
from articles.flows.put_article import put_article
from articles.ingest.feed import FeedEntry
from articles.models import Article, Site


@dataclass(slots=True)
class Taken:
    """What became of a feed's entries; `refused` has address and reason of each that was not
    taken.
    """

    new: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def put_entries(site: Site, entries: Iterable[FeedEntry], *, actor: str) -> Taken:
    """Create or change the site's article of each entry: the one with its guid as external id, else
    the one at its address, which another way may have brought; so that its thread stays one.

    Only what is at the site's own addresses is taken; one refusal does not stop the others.
    """
    entries = list(entries)
    external_ids = _external_ids(site, entries)
    taken = Taken()
    for entry in entries:
        try:
            external_id = external_ids.get(entry.guid, entry.guid)
            _, is_new = put_article(site, external_id, _fields(entry), actor=actor)
        except DomainError as error:
            taken.refused.append((entry.url, error.detail))
        else:
            taken.new += is_new
            taken.known += not is_new
    return taken


def _external_ids(site: Site, entries: list[FeedEntry]) -> dict[str, str]:
    """Return, by guid, the external id of the article at the entry's address, where none has the
    guid itself.
    """
    mine = Article.objects.filter(site=site)
    guids = mine.filter(external_id__in=[entry.guid for entry in entries])
    known = set(guids.values_list("external_id", flat=True))
    at_urls = mine.filter(url__in=[entry.url for entry in entries]).order_by("-pk")
    by_url = dict(at_urls.values_list("url", "external_id"))
    return {
        entry.guid: by_url[entry.url]
        for entry in entries
        if entry.guid not in known and entry.url in by_url
    }


def _fields(entry: FeedEntry) -> dict[str, Any]:
    """Return the columns that the feed speaks of: on the others it has no say."""
    fields: dict[str, Any] = {"url": entry.url, "title": entry.title}
    if entry.published_at is not None:
        fields["published_at"] = entry.published_at
    if entry.tags:
        fields |= {"section": entry.section, "tags": list(entry.tags)}
    return fields
