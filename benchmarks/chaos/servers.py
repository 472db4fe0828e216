"""What a run starts: its own database and broker, one web process, two workers."""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

from benchmarks.chaos.crew import Crew
from benchmarks.chaos.options import Options
from benchmarks.chaos.place import DURABLE
from discussion.supervisor import programs
from discussion.supervisor.broker import answers, broker_program, server_program
from discussion.supervisor.child import Program
from tests.services.migrated import copy_migrated
from tests.services.postgresql import Server

WORKERS = 2


def database() -> Server | None:
    """Return this run's PostgreSQL, started; None on SQLite, whose file is made here. Migrated."""
    if settings.EMBEDDED:
        copy_migrated(Path(str(settings.DATABASES["default"]["NAME"])))
        return None
    folder = Path(os.environ["CHAOS_FOLDER"]) / "postgresql"
    server = Server(folder, urlsplit(settings.DATABASE_URL).port or 0, options=DURABLE)
    server.start()
    call_command("migrate", verbosity=0, interactive=False)
    return server


def start_broker(options: Options, crew: Crew) -> None:
    """Start the broker, if there is to be one, and see that it answers."""
    if options.broker == "none":
        return
    crew.start(_broker(options.broker))
    # Only this run's can: behind its own socket, or with its own password.
    crew.wait_until(lambda: answers(settings.REDIS_URL), what="the broker's answer")


def start_service(options: Options, crew: Crew, port: int) -> None:
    """Start the web process and the workers; who waits for them asks them."""
    web = programs.web(port, {})
    crew.start(Program("web", (*web.command[:-1], "benchmarks.chaos.web:application")))
    for number in range(1, WORKERS + 1):
        crew.start(_worker(f"worker-{number}", celery=options.broker != "none"))


def _broker(kind: str) -> Program:
    address = urlsplit(settings.REDIS_URL)
    if kind == "valkey":
        return broker_program(server_program(), Path(address.path), settings.DATA_DIR)
    program = shutil.which("redis-server") or str(server_program())
    command = [program, "--bind", "127.0.0.1", "--port", str(address.port)]
    command += ["--requirepass", str(address.password), "--save", "", "--loglevel", "warning"]
    return Program("broker", (*command, "--dir", str(settings.DATA_DIR)))


def _worker(name: str, *, celery: bool) -> Program:
    arguments: tuple[str, ...] = ()
    if celery:
        command = programs.worker(1, {}, Path(os.devnull)).command
        arguments = (*command[command.index("worker") :], "--hostname", f"{name}@%h")
    return Program(name, (sys.executable, "-m", "benchmarks.chaos.worker", *arguments))
