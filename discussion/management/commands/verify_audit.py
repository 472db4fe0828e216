"""`manage.py verify_audit`: name any changed, removed or added row of the ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import AuditEvent
from discussion.verification import ledger_faults


class Command(BaseCommand):
    help = "Check the audit chains, and every text, decision, status and policy against them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault; exit 1 unless there is none."""
        faults = 0
        for fault in ledger_faults():
            faults += 1
            self.stdout.write(fault)
        self.stdout.write(f"{AuditEvent.objects.count()} events checked, {faults} faults.")
        if faults:
            raise CommandError(
                "The ledger was changed, or its key is not the one it was kept with."
            )
