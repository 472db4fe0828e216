"""What `manage.py up` runs beside the broker."""

import sys
from collections.abc import Mapping
from pathlib import Path

from discussion.supervisor.child import Program

# One person's demo; more threads than this only queue for SQLite's one writer.
WEB_THREADS = 4
# What the head of a request may have, in bytes: an ample token, cookies and a query. The server
# answers 431 to more; by its own default it would read 400 KiB.
LONGEST_HEAD = 64 * 1024


def web(port: int, environment: Mapping[str, str]) -> Program:
    """Granian on the loopback interface; never reachable from another machine."""
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", str(WEB_THREADS), "--no-ws"]
    command += ["--http1-buffer-size", str(LONGEST_HEAD)]
    command += ["--log-level", "warning", "discussion.wsgi:application"]
    return Program("web", (sys.executable, *command), environment)


def worker(concurrency: int, environment: Mapping[str, str], ready_socket: Path) -> Program:
    """A Celery worker with that many processes; says on the socket when it takes work."""
    command = ["-m", "celery", "-q", "-A", "discussion", "worker", "--loglevel", "info"]
    command += ["--concurrency", str(concurrency), "--without-gossip", "--without-mingle"]
    listener = {"NOTIFY_SOCKET": str(ready_socket)}
    return Program("worker", (sys.executable, *command), {**environment, **listener})


def outward(environment: Mapping[str, str]) -> Program:
    """A Celery worker of a few threads for what waits on others' servers: mail and webhooks."""
    command = ["-m", "celery", "-q", "-A", "discussion", "worker", "--loglevel", "info"]
    command += ["--queues", "outward", "--pool", "threads", "--concurrency", "4"]
    command += ["--hostname", "outward@%h", "--without-gossip", "--without-mingle"]
    return Program("outward", (sys.executable, *command), environment)


def beat(environment: Mapping[str, str]) -> Program:
    """Celery's clock: asks for a sweep every SWEEP_SECONDS."""
    command = ["-m", "celery", "-q", "-A", "discussion", "beat", "--loglevel", "warning"]
    return Program("beat", (sys.executable, *command, "--pidfile="), environment)
