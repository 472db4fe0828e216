"""`manage.py reseal`: seal every stored secret with the newest sealing key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.flows.reseal_secrets import reseal_secrets


class Command(BaseCommand):
    help = "Seal every stored secret with SEALING_KEY; then SEALING_KEYS_RETIRED can go."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there are; one that no key opens is named, and the exit code is 1."""
        done = reseal_secrets()
        self.stdout.write(f"{done.rows} rows are sealed with the newest key.")
        if done.broken:
            raise CommandError(f"No sealing key opens: {', '.join(done.broken)}.")
