"""A site's feed is read regularly from now on, in another way, or no more."""

from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import FeedSource, Site


def watch_feed(source: FeedSource, *, actor: str) -> None:
    """Store the feed, a new one or a changed one, to be read at once; the site's audit keeps it."""
    source.due_at, source.failures, source.trouble = timezone.now(), 0, ""
    # Of another address, the marks of this one would say nothing.
    source.etag = source.last_modified = ""
    with transaction.atomic():
        site = _locked(source)
        source.save()
        _audit(site, source, "feed.written", actor)


def drop_feed(source: FeedSource, *, actor: str) -> None:
    """Read the feed no more; the articles that it brought stay."""
    with transaction.atomic():
        _audit(_locked(source), source, "feed.dropped", actor)
        source.delete()


def _locked(source: FeedSource) -> Site:
    return Site.objects.select_for_update(no_key=True).get(pk=source.site_id)


def _audit(site: Site, source: FeedSource, kind: str, actor: str) -> None:
    # An address may hold a key, and what is in the audit stays there.
    host = urlsplit(source.url).hostname or ""
    data = {"host": host, "every_minutes": source.every_minutes, "enabled": source.enabled}
    audit.append_event(site, site_id=site.pk, kind=kind, actor=actor, data=data)
