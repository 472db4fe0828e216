"""`manage.py verify_audit`: name any changed, removed or added row of the ledger."""

import itertools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.anchor import MARK, Anchor, NoAnchor, anchor_faults
from articles.models import AuditEvent
from discussion.verification import ledger_faults


class Command(BaseCommand):
    help = "Check the audit chains, and every text, decision, status and policy against them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            metavar="ANCHOR",
            help="what audit_anchor printed, or a file with such lines among others (-: stdin)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault; exit 1 unless there is none."""
        anchors = [anchor for given in options["anchor"] for anchor in _anchors(given)]
        faults = 0
        for fault in itertools.chain(anchor_faults(anchors), ledger_faults()):
            faults += 1
            self.stdout.write(fault)
        checked = f"{AuditEvent.objects.count()} events"
        if anchors:
            checked += f" and {len(anchors)} anchor{'s' if len(anchors) > 1 else ''}"
        self.stdout.write(f"{checked} checked, {faults} faults.")
        if faults:
            raise CommandError(
                "The ledger was changed, or its key is not the one it was kept with."
            )


def _anchors(given: str) -> Sequence[Anchor]:
    """Return the anchors that were given, or that stand in the file; none at all is an error."""
    text = given if given.startswith(MARK) else _read(given)
    words = [word for word in text.split() if word.startswith(MARK)]
    try:
        anchors = [Anchor.read(word) for word in words]
    except NoAnchor as error:
        raise CommandError(str(error)) from error
    if not anchors:
        raise CommandError(f"There is no anchor in {given}.")
    return anchors


def _read(path: str) -> str:
    if path == "-":
        return sys.stdin.read()
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
