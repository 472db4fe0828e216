"""`manage.py retention --site S [--apply]`: what is over by the site's rules."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from moderation.flows.apply_retention import apply_retention, count_over
from moderation.management.period import site_of


class Command(BaseCommand):
    help = "Count what is over by the site's retention rules; with --apply let go of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument("--apply", action="store_true", help="do it; else it is only counted")

    def handle(self, *args: Any, site: str, apply: bool, **options: Any) -> None:
        """Print a line for each rule."""
        row = site_of(site)
        done = "gone" if apply else "would go"
        number = 0
        for over in apply_retention(row) if apply else count_over(row):
            number += 1
            self.stdout.write(f"{over.rule}: {over.number} {done}.")
        if not number:
            self.stdout.write("The site has no rules: all is kept.")
