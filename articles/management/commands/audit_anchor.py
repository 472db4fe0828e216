"""`manage.py audit_anchor [--site SLUG]`: one line to keep where the service cannot write."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.anchor import ALL, LedgerBusy, anchor_of
from articles.models import Site


class Command(BaseCommand):
    help = "Print what the audit holds at this moment, for `verify_audit --anchor`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default="", help="slug of a site (default: all sites in one)")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["site"]
        if slug and not Site.objects.filter(slug=slug).exists():
            raise CommandError(f"There is no site “{slug}”.")
        try:
            self.stdout.write(str(anchor_of(slug or ALL)))
        except LedgerBusy as busy:
            raise CommandError(str(busy)) from busy
