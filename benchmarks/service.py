"""The whole service as production runs it: web, workers and beat, with what tells them apart."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from benchmarks import servers
from benchmarks.cpu import Meter, stores
from discussion.supervisor import programs
from discussion.supervisor.child import Program
from discussion.supervisor.readiness import ReadySocket
from tests.services.postgresql import free_port


@dataclass(slots=True)
class Service:
    """A running service: where it listens, and the main process of each of its parts."""

    port: int
    pids: dict[str, int] = field(default_factory=dict)

    def meter(self) -> Meter:
        return Meter(self.pids)


@contextmanager
def service(known_path: str, *, processes: int) -> Iterator[Service]:
    """Run all of it, with so many judging processes; without any there is no worker and no beat.

    `known_path` is an address that only a server on this run's database knows.
    """
    with ExitStack() as stack:
        running = Service(free_port(), stores())
        collect_static()
        if processes:
            for program, is_ready in _behind(processes, stack):
                child = stack.enter_context(servers.running(program, is_ready))
                running.pids[program.name] = child.pid
        program = programs.web(running.port, {})
        web = stack.enter_context(servers.web(program, running.port, known_path))
        running.pids["web"] = web.pid
        yield running


def _behind(processes: int, stack: ExitStack) -> Iterator[tuple[Program, Callable[[], bool]]]:
    """Yield what runs behind the pages, each with a question whether it takes work yet."""
    for name in ("worker", "outward"):
        ready = ReadySocket(settings.DATA_DIR / f"{name}.sock")
        stack.callback(ready.close)
        listener = {"NOTIFY_SOCKET": str(ready.path)}
        program = programs.outward(listener)
        if name == "worker":
            program = programs.worker(processes, {}, ready.path)
        yield program, ready.has_heard
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    yield programs.beat({}), lambda: any(schedule.parent.glob(f"{schedule.name}*"))


def collect_static() -> None:
    """Outside the embedded mode, pages name their files by what is collected."""
    if settings.STATIC_ROOT is not None:
        call_command("collectstatic", verbosity=0, interactive=False)
