"""`manage.py train_scorer`: from labelled rows to a checkpoint folder in Detoxify's format."""

import math
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Site
from moderation.labelled_rows import LabelledRow, RowRefused, read_rows
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.specs import missing_extra
from moderation.training.decisions import decided_rows
from moderation.training.load import trainer
from moderation.training.recipe import SHIPPED_RECIPE, Recipe, RecipeRefused


class Command(BaseCommand):
    """Trains, or goes on with a training that was stopped, and pins what came out."""

    help = (
        "Train a scorer on labelled rows (CSV or JSONL, see docs/scorers.md) or on the decisions "
        "of a site's moderators, going on from a folder with weights. Stopped at any moment, the "
        "same command goes on where it was."
    )
    requires_system_checks: list[str] = []  # the scorer in use may be the one that is being made

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, help="the folder to make")
        begin = parser.add_mutually_exclusive_group(required=True)
        begin.add_argument("--from", dest="start", type=Path, help="the folder to go on from")
        begin.add_argument(
            "--merge",
            nargs="+",
            metavar="FOLDER=SHARE",
            help="no training: the mean of trainings' weights, by shares that are 1 together",
        )
        parser.add_argument("--data", type=Path, nargs="+", default=[], help="labelled files")
        parser.add_argument("--decisions-of", metavar="SITE", help="a site's slug")
        parser.add_argument("--recipe", type=Path, default=SHIPPED_RECIPE, help="a TOML file")
        parser.add_argument("--epochs", type=int, help="in place of the recipe's")
        parser.add_argument("--languages", default="en", help="ISO 639-1 codes, commas between")
        parser.add_argument("--threads", type=int, default=2, help="processor threads")

    def handle(
        self,
        *,
        out: Path,
        start: Path | None,
        merge: list[str] | None,
        data: list[Path],
        decisions_of: str | None,
        recipe: Path,
        epochs: int | None,
        languages: str,
        threads: int,
        **_: Any,
    ) -> None:
        if problem := missing_extra():
            raise CommandError(problem)
        if out.exists():
            raise CommandError(f"{out} exists already: give a folder that does not.")
        try:
            told = Recipe.read(recipe)
            told = replace(told, epochs=epochs or told.epochs)
            rows = self._rows(data, decisions_of, told.attributes)
            self.stderr.write(f"{len(rows)} rows, {told.epochs} epochs of {told.attributes}")
            lesson = trainer().Lesson(rows, told, frozenset(languages.split(",")))
            if merge:
                manifest = trainer().merge_folders(_shares(merge), lesson, out=out)
            else:
                manifest = trainer().train_folder(
                    lesson,
                    start=start,
                    out=out,
                    threads=threads,
                    report=lambda progress: self.stderr.write(str(progress)),
                )
        except (ScorerUnavailable, RowRefused, RecipeRefused, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{manifest.name} {manifest.version} is in {out}. Serve it with DISCUSSION_SCORER="
            f"detoxify:{out.resolve()}, or make it small: manage.py export_scorer {out} FOLDER"
        )

    def _rows(
        self, data: list[Path], site: str | None, attributes: tuple[str, ...]
    ) -> list[LabelledRow]:
        rows = list(chain.from_iterable(read_rows(path, attributes) for path in data))
        if site:
            try:
                found = Site.objects.get(slug=site)
            except Site.DoesNotExist as error:
                raise CommandError(f"There is no site {site!r}.") from error
            rows += decided_rows(found, attributes)
        if not rows:
            raise CommandError("There is nothing to learn from: give --data or --decisions-of.")
        return rows


def _shares(merge: list[str]) -> dict[Path, float]:
    """Return the folders of FOLDER=SHARE with their shares; raises CommandError."""
    shares: dict[Path, float] = {}
    for given in merge:
        folder, _, share = given.rpartition("=")
        try:
            shares[Path(folder)] = float(share)
        except ValueError as error:
            raise CommandError(f"{given} is no FOLDER=SHARE.") from error
    if not math.isclose(sum(shares.values()), 1, abs_tol=1e-6) or min(shares.values()) <= 0:
        raise CommandError("The shares are positive and together 1.")
    return shares
