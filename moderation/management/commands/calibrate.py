"""`manage.py calibrate`: thresholds by a budget, as a policy draft that a person publishes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.evaluation.arguments import add_shared_arguments, selection_of, share
from moderation.evaluation.extra import EvaluationRefused, with_extra
from moderation.evaluation.standard import find_standard


class Command(BaseCommand):
    help = (
        "Choose the thresholds of a policy on labelled rows, so that at most a budgeted share of "
        "harmless comments is held while as many violations as possible are caught, and write a "
        "draft with the curve behind it. Nothing is published."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", nargs="+", type=Path, required=True, help="labelled rows")
        parser.add_argument("--out", type=Path, required=True, help="the draft, like draft.toml")
        add_shared_arguments(parser)
        parser.add_argument("--scorer", help="as in DISCUSSION_SCORER, which is the default")
        parser.add_argument(
            "--budget-held", type=share, default=0.05, help="of the harmless news comments"
        )
        parser.add_argument(
            "--budget-rejected", type=share, default=0.001, help="of the harmless news comments"
        )
        parser.add_argument(
            "--sources",
            default="",
            help="further news sources, by how their names begin, commas between",
        )
        parser.add_argument(
            "--keep", default="", help="attributes whose thresholds stay, commas between"
        )
        parser.add_argument(
            "--propose-reject",
            action="store_true",
            help="a reject_at for identity_attack too, if the rows prove it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._calibrate(options)
        except EvaluationRefused as error:
            raise CommandError(str(error)) from error
        site = options["site"] or "SLUG"
        self.stdout.write(
            f"Look at it, then: manage.py policy check {options['out']} && "
            f"manage.py policy publish {options['out']} --site {site}"
        )

    def _calibrate(self, options: dict[str, Any]) -> None:
        calibrating = with_extra("calibrating")
        standard = find_standard(options["policy"], options["site"])
        request = calibrating.Request(
            selection=selection_of(options),
            standard=standard,
            spec=options["scorer"] or settings.DISCUSSION_SCORER,
            sources=tuple(name for name in options["sources"].split(",") if name),
            keep=tuple(name for name in options["keep"].split(",") if name),
            held=options["budget_held"],
            rejected=options["budget_rejected"],
            propose_rejection=options["propose_reject"],
        )
        for line in calibrating.write_calibration(request, options["out"], self.stderr.write):
            self.stdout.write(line)
