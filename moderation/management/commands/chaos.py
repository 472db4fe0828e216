"""`manage.py chaos`: break a service of its own at random, and judge what it kept."""

import os
import sys
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Post to a service of its own while everything breaks; `--help` says how."

    def run_from_argv(self, argv: list[str]) -> None:
        """Become `python -m benchmarks.chaos`, which has settings of its own."""
        if find_spec("benchmarks") is None:
            self.stderr.write("Chaos is part of the repository, not of the installed service.")
            raise SystemExit(2)
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks.chaos", *argv[2:]])  # noqa: S606

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing to call from Python: the run replaces the process."""
        raise CommandError("Run it from a command line: manage.py chaos.")
