"""One run of everything, from the broker's start to its stop."""

import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from discussion.supervisor import broker, first_steps, programs, readiness
from discussion.supervisor.data_lock import data_lock
from discussion.supervisor.family import Family

BROKER_SECONDS = 15
# Generous: a worker that loads a large model on a busy machine takes its time.
READY_SECONDS = 120


class PortTaken(Exception):
    """Somebody else listens on the port."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run; `seconds` counts from ready, None is until a stop is asked for."""

    port: int
    public_url: str
    seconds: float | None
    demo: bool
    concurrency: int

    @property
    def environment(self) -> dict[str, str]:
        """The variables of all children; a demo lets whoever opens its pages comment."""
        return {"PUBLIC_URL": self.public_url, **({"DEMO": "1"} if self.demo else {})}


def run(options: Options, family: Family) -> None:
    """Start everything, say when it is ready, keep it running, stop it in reverse order.

    Raises PortTaken, FolderInUse, NoBroker before anything was started, and GaveUp.
    """
    if not readiness.is_free(options.port):
        raise PortTaken(
            f"Port {options.port} is taken: something else listens on 127.0.0.1:{options.port}. "
            f"Stop it, or choose another with --port {options.port + 1}."
        )
    with data_lock(settings.DATA_DIR):
        try:
            began = time.monotonic()
            _start(options, family)
            if not family.stopping.is_set():
                family.console.say(f"ready in {time.monotonic() - began:.1f} s")
                _say_links(options, family)
            family.watch(options.seconds)
        except KeyboardInterrupt:
            family.kill()
        finally:
            family.console.say("stopping")
            _stop(family)


def _start(options: Options, family: Family) -> None:
    sockets = broker.safe_folder(settings.SOCKET_DIR)
    _start_broker(family, sockets)
    if family.stopping.is_set():
        return
    first_steps.prepare_database(demo=options.demo)
    password = first_steps.first_moderator()
    if password is not None:
        family.console.say(f"moderator {first_steps.FIRST_MODERATOR}, password {password}")
        family.console.say("(shown this once; `manage.py changepassword` sets another)")
    # The children open their own; a held SQLite file would keep its write-ahead log from shrinking.
    connections.close_all()
    with closing(readiness.ReadySocket(sockets / "ready.sock")) as ready:
        _start_programs(options, family, ready)


def _start_broker(family: Family, sockets: Path) -> None:
    if not settings.BROKER_EMBEDDED:
        if not broker.answers(settings.REDIS_URL, settings.REDIS_SENTINEL_PASSWORD):
            raise broker.NoBroker("The server that REDIS_URL names does not answer.")
        return
    socket = sockets / "broker.sock"
    _wait_for_the_last_one(family, socket)
    family.start(broker.broker_program(broker.server_program(), socket, settings.DATA_DIR))
    family.wait_until(
        lambda: broker.answers(settings.REDIS_URL), name="broker", seconds=BROKER_SECONDS
    )


def _wait_for_the_last_one(family: Family, socket: Path) -> None:
    # A supervisor that was killed leaves a broker that is still writing its file.
    limit = time.monotonic() + BROKER_SECONDS
    while broker.answers(settings.REDIS_URL):
        if family.stopping.wait(0.1):
            return
        if time.monotonic() > limit:
            raise broker.NoBroker(f"A broker that is not ours answers on {socket}: end it first.")


def _start_programs(options: Options, family: Family, ready: readiness.ReadySocket) -> None:
    environment = options.environment
    family.start(programs.web(options.port, environment))
    family.start(programs.worker(options.concurrency, environment, ready.path))
    family.start(programs.outward(environment))
    family.start(programs.beat(environment))
    family.wait_until(ready.has_heard, name="worker", seconds=READY_SECONDS)
    family.wait_until(
        lambda: readiness.web_answers(options.port), name="web", seconds=READY_SECONDS
    )


def _say_links(options: Options, family: Family) -> None:
    for link in first_steps.links(options.public_url):
        family.console.say(f"  {link}")
    connections.close_all()


def _stop(family: Family) -> None:
    try:
        family.stop()
    except KeyboardInterrupt:
        family.kill()
