"""`manage.py transparency_report --site S --from D --to D`: a site's report, counted twice."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.figures.table import as_csv, in_words
from moderation.management.period import add_period, period_of, site_of
from moderation.transparency.report import TransparencyReport, transparency_report


class Command(BaseCommand):
    help = (
        "Print a site's transparency report: every figure is counted by the database and row by "
        "row, and the difference has to be 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_period(parser)
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_const", const="json", dest="form")
        form.add_argument("--csv", action="store_const", const="csv", dest="form")

    def handle(
        self, *args: Any, site: str, first: date, last: date, form: str | None, **options: Any
    ) -> None:
        """Print the figures; exit 1 when the two counts differ, and say where."""
        report = transparency_report(site_of(site), period_of(first, last))
        self.stdout.write(_written(report, form), ending="")
        if report.differences:
            raise CommandError(
                "The two counts differ:\n" + "\n".join(report.differences), returncode=1
            )


def _written(report: TransparencyReport, form: str | None) -> str:
    table, days = report.table, report.period
    if form == "json":
        said = {
            "site": report.site.slug,
            "from": days.first.isoformat(),
            "to": days.last.isoformat(),
            "figures": report.figures,
            "difference": len(report.differences),
        }
        return json.dumps(said, indent=2, ensure_ascii=False) + "\n"
    if form == "csv":
        return as_csv(table.columns, table.rows)
    width = max(len(name) for name in report.figures)
    lines = [f"{report.site.name}, {days.first} to {days.last} (UTC)"]
    lines += [f"{name:<{width}}  {in_words(value)}" for name, value in report.figures.items()]
    lines += [f"Difference between the two counts: {len(report.differences)}"]
    return "\n".join(lines) + "\n"
