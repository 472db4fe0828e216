"""`manage.py export_statements --site S --from D --to D`: rows for the European database."""

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.figures.table import harmless
from moderation.management.period import add_period, period_of, site_of
from moderation.transparency.schema import COLUMNS, Value
from moderation.transparency.statements import Exported, StatementRefused, exported_statements


class Command(BaseCommand):
    help = (
        "Write a site's statements of reasons with the field names of the European transparency "
        "database, without personal data: JSON lines, or CSV."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_period(parser)
        parser.add_argument("--format", choices=["jsonl", "csv"], default="jsonl", dest="form")

    def handle(
        self, *args: Any, site: str, first: date, last: date, form: str, **options: Any
    ) -> None:
        """Write the rows as they are read, and how many on the error stream; exit 1 for a row that
        the schema refuses."""
        exported = Exported()
        rows = exported_statements(site_of(site), period_of(first, last), exported)
        write = self._write_csv if form == "csv" else self._write_json
        try:
            write(rows)
        except StatementRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stderr.write(
            f"{exported.written} statements written, {exported.without_ground} left out: held for a"
            " reason beside the policy."
        )

    def _write_json(self, rows: Iterable[Mapping[str, Value]]) -> None:
        for row in rows:
            self.stdout.write(json.dumps(row, ensure_ascii=False))

    def _write_csv(self, rows: Iterable[Mapping[str, Value]]) -> None:
        """Write lists as JSON, as the database's own files have them."""
        writer = csv.writer(self.stdout)
        writer.writerow(COLUMNS)
        for row in rows:
            cells = [row.get(name) for name in COLUMNS]
            writer.writerow(
                harmless(json.dumps(cell) if isinstance(cell, list) else cell) for cell in cells
            )
