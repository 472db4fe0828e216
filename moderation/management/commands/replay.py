"""`manage.py replay --site S`: recompute every machine decision from its stored signals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Site
from moderation.flows.replay_decisions import Replay, replay_decisions


class Command(BaseCommand):
    help = "Recompute every machine decision of a site from its stored signals and policy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="slug of the site")

    def handle(self, *args: Any, site: str, **options: Any) -> None:
        """Print each decision that differs and how many do; exit 1 unless none does."""
        row = Site.objects.filter(slug=site).first()
        if row is None:
            raise CommandError(f"There is no site “{site}”.")
        replay, differing = Replay(), 0
        for difference in replay_decisions(row, replay):
            differing += 1
            decision, verdict = difference.decision, difference.verdict
            self.stdout.write(
                f"{decision.public_id}: stored {decision.outcome} {decision.clauses}"
                f" {decision.reasons}, now {verdict.outcome} {list(verdict.clauses)}"
                f" {list(verdict.reasons)}"
            )
        self.stdout.write(f"{replay.compared} decisions replayed, {differing} differ.")
        if replay.erased:
            self.stdout.write(
                f"{replay.erased} of them are about erased comments: repeated from numbers alone."
            )
        if replay.other_engine:
            self.stdout.write(f"{replay.other_engine} of another engine version were not compared.")
        if differing:
            raise CommandError("Stored decisions cannot be repeated from their signals.")
