"""`manage.py site_key`: a key for a site's server, shown once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.flows.issue_site_key import issue_site_key
from articles.models import Site, SiteKey


class Command(BaseCommand):
    help = "Make a key for a site's server and print it; it cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument("--name", default="made on the command line", help="what it is for")
        parser.add_argument(
            "--scope",
            action="append",
            choices=[scope for scope, _ in SiteKey.SCOPES],
            help="what it may do; again for a second one (default: articles:write)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        site = Site.objects.filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        scopes = options["scope"] or ["articles:write"]
        key = issue_site_key(site, name=options["name"], scopes=scopes, actor="operator:command")
        self.stdout.write(key)
