"""`manage.py verify_evidence FILE`: whether evidence is as it left the house."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.evidence.file import evidence_faults


class Command(BaseCommand):
    help = "Check a file of evidence: digest, seal, audit codes, texts, and the stored escalation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="as it was downloaded from the desk")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Print each fault; exit 1 unless there is none."""
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        faults = list(evidence_faults(raw))
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError("This is not the evidence that was kept.")
        self.stdout.write("The evidence is as it was kept, and its audit is sound.")
