"""`manage.py evaluate`: how good the judging is, on labelled rows or on a check-list."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.evaluation.arguments import add_shared_arguments, at_least, selection_of
from moderation.evaluation.checklist import Result, as_lines, read_checklist, results
from moderation.evaluation.extra import EvaluationRefused, with_extra
from moderation.evaluation.report import as_json
from moderation.evaluation.standard import Standard, find_standard, open_judge
from moderation.scoring.base import ScorerUnavailable


class Command(BaseCommand):
    help = (
        "Judge labelled rows (CSV or JSON lines) and print, per scorer, ranking, calibration, "
        "precision and recall at the policy's thresholds, outcomes and false alarms; or a "
        "check-list, and print the share passed per capability."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", nargs="+", type=Path, default=[], help="labelled rows")
        parser.add_argument("--checklist", type=Path, help="folder of a check-list")
        parser.add_argument(
            "--scorer", nargs="+", help="as in DISCUSSION_SCORER, which is the default"
        )
        parser.add_argument("--out", type=Path, help="folder for report and plots")
        add_shared_arguments(parser)
        parser.add_argument(
            "--group-column",
            nargs="+",
            default=[],
            help="columns that put a row into a group, by a number from 0.5 on or by their value",
        )
        parser.add_argument(
            "--examples", type=at_least(0), default=10, help="how many of the worst"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["data"] or options["checklist"]):
            raise CommandError("Give labelled rows with --data, or a folder with --checklist.")
        specs = options["scorer"] or [settings.DISCUSSION_SCORER]
        try:
            standard = find_standard(options["policy"], options["site"])
            if options["checklist"]:
                self._checklist(standard, specs, options)
            if options["data"]:
                self._rows(standard, specs, options)
        except (EvaluationRefused, ScorerUnavailable) as error:
            raise CommandError(str(error)) from error

    def _checklist(self, standard: Standard, specs: list[str], options: dict[str, Any]) -> None:
        capabilities = read_checklist(options["checklist"])
        by_spec: dict[str, list[Result]] = {}
        for spec in specs:
            judge = open_judge(spec, standard.policy)
            by_spec[spec] = list(results(capabilities, judge, standard))
            self.stdout.write(f"Check-list with {spec}, policy: {standard.origin}")
            for line in as_lines(by_spec[spec], options["examples"]):
                self.stdout.write(line)
        if options["out"]:
            options["out"].mkdir(parents=True, exist_ok=True)
            (options["out"] / "checklist.json").write_text(as_json(by_spec), encoding="utf-8")

    def _rows(self, standard: Standard, specs: list[str], options: dict[str, Any]) -> None:
        run = with_extra("run")
        groups = tuple(options["group_column"])
        bench = run.Bench(selection_of(options), standard, groups, options["examples"])
        measured = [run.measure(bench, spec, self.stderr.write) for spec in specs]
        report = run.report_of(bench, measured, options["seed"])
        self.stdout.write(run.as_markdown(report))
        for m in measured:
            # Printed only: the report is the same on any machine.
            speed = len(m.rows) / m.seconds
            self.stdout.write(f"{m.spec}: {speed:,.0f} rows a second on one thread.")
        if options["out"]:
            run.write_report(options["out"], report, measured)
            self.stdout.write(f"Written to {options['out']}.")
