"""`manage.py up`: broker, web, worker and beat under one supervisor."""

import logging
import os
import signal
from argparse import ArgumentParser
from threading import Event
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from discussion.supervisor.broker import NoBroker
from discussion.supervisor.console import Console
from discussion.supervisor.data_lock import FolderInUse
from discussion.supervisor.family import Family, GaveUp
from discussion.supervisor.session import Options, PortTaken, run

MOST_WORKERS = 4


class Command(BaseCommand):
    help = "Run everything on this machine; Ctrl-C stops it, a second Ctrl-C at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        cores = min(os.cpu_count() or 1, MOST_WORKERS)
        parser.add_argument("--port", type=int, default=8000, help="loopback port (8000)")
        parser.add_argument("--for", type=float, dest="seconds", help="stop after these seconds")
        parser.add_argument("--no-demo", action="store_true", help="do not load the seeds")
        parser.add_argument(
            "--concurrency", type=int, default=cores, help=f"worker processes ({cores} here)"
        )
        parser.add_argument("--json", action="store_true", help="print lines as JSON objects")

    def handle(self, *args: Any, **options: Any) -> None:
        # What this process does itself (migrations, seeds) is no news; the children log as ever.
        logging.disable(logging.INFO)
        stopping = Event()
        _listen(stopping)
        console = Console(self.stdout, colour=self.stdout.isatty(), as_json=options["json"])
        try:
            run(_options(options), Family(console, stopping))
        except (PortTaken, FolderInUse, NoBroker, GaveUp) as error:
            raise CommandError(str(error)) from error


def _options(options: dict[str, Any]) -> Options:
    port: int = options["port"]
    chosen = settings.PUBLIC_URL_CHOSEN
    return Options(
        port=port,
        public_url=settings.PUBLIC_URL if chosen else f"http://127.0.0.1:{port}",
        seconds=options["seconds"],
        # Example comments belong in a trial, never in a newsroom's database.
        demo=settings.EMBEDDED and not options["no_demo"],
        concurrency=options["concurrency"],
    )


def _listen(stopping: Event) -> None:
    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    signal.signal(signal.SIGINT, ask_to_stop)
    signal.signal(signal.SIGTERM, ask_to_stop)
