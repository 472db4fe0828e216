"""`manage.py export_site --site S OUT.jsonl[.gz]`: a whole site, to be taken elsewhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.management.period import site_of
from moderation.site_export.file import write_site


class Command(BaseCommand):
    help = "Write all that a site has as JSON Lines (docs/portability.md), as of one moment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, help="file to be made; .gz compresses it")
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument(
            "--addresses", action="store_true", help="with the authors' e-mail addresses"
        )

    def handle(self, *args: Any, out: Path, site: str, addresses: bool, **options: Any) -> None:
        """Write the file, and say how many lines of each kind it has."""
        try:
            written = write_site(site_of(site), out, with_addresses=addresses)
        except FileExistsError as error:
            raise CommandError(f"{out} is there already; nothing is written over.") from error
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        counts = ", ".join(f"{number} {kind}" for kind, number in written.by_kind.items())
        self.stdout.write(f"{out}: {counts}.")
