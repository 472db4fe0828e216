"""manage.py import_feed URL|FILE --site SLUG [--every MINUTES]"""

import argparse
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.errors import DomainError
from articles.flows.put_entries import put_entries
from articles.flows.watch_feed import watch_feed
from articles.ingest.feed import entries_of
from articles.models import FeedSource, Site
from discussion.feeds import fetch_feed

ACTOR = "operator:import_feed"


class Command(BaseCommand):
    help = "Take over the articles that an RSS or Atom feed of the site has (docs/feeds.md)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("source", metavar="URL|FILE", help="the feed's address, or a file")
        parser.add_argument("--site", required=True, metavar="SLUG")
        parser.add_argument(
            "--every", type=int, metavar="MINUTES", help="and read it again: 5 to 1440 minutes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source, site = options["source"], Site.objects.filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        try:
            taken = put_entries(site, entries_of(_bytes_of(source)), actor=ACTOR)
        except (DomainError, OSError) as error:
            raise CommandError(getattr(error, "strerror", None) or str(error)) from error
        for address, reason in taken.refused:
            self.stderr.write(f"{address}: {reason}")
        if options["every"] is not None:
            _watch(site, source, options["every"])
        self.stdout.write(f"{taken.new} new, {taken.known} known, {len(taken.refused)} refused")


def _bytes_of(source: str) -> bytes:
    if _is_address(source):
        return fetch_feed(source).body or b""
    return Path(source).read_bytes()


def _is_address(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def _watch(site: Site, source: str, minutes: int) -> None:
    if not _is_address(source):
        raise CommandError("Only a feed with an address can be read again.")
    feed = FeedSource.objects.filter(site=site, url=source).first()
    feed = feed or FeedSource(site=site, url=source)
    feed.every_minutes = minutes
    try:
        feed.clean_fields()
    except ValidationError as error:
        raise CommandError("; ".join(error.messages)) from error
    watch_feed(feed, actor=ACTOR)
