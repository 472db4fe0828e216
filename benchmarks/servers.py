"""The web processes and the worker of a run, each proved to be its own before it is measured."""

import http.client
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from benchmarks.bare import VARIABLE, Answer, write_answers
from benchmarks.silence import Silence
from discussion.supervisor import programs
from discussion.supervisor.child import Child, Program
from discussion.supervisor.console import Console
from discussion.supervisor.readiness import ReadySocket
from tests.services.postgresql import free_port

START_SECONDS = 180.0
STOP_SECONDS = 15.0
LOOK_SECONDS = 0.02


class NotReady(Exception):
    """A process ended or was not ready in time; the message holds its last lines."""


@contextmanager
def product(known_path: str, *, workers: int = 1) -> Iterator[int]:
    """Serve the product as `manage.py up` does, by so many processes, and yield its port.

    `known_path` is an address that only a server on this run's database knows.
    """
    port = free_port()
    with web(_web(port, workers), port, known_path):
        yield port


@contextmanager
def web(program: Program, port: int, known_path: str) -> Iterator[Child]:
    """The same by that program, for who has to know the process."""
    with running(program, lambda: _answer(port, known_path)[0] == 200) as child:
        yield child


@contextmanager
def bare(answers: list[Answer], *, workers: int = 1) -> Iterator[int]:
    """Serve the answers by the same server with the same options; the n-th is at `/<n>`."""
    port, token = free_port(), secrets.token_hex(16)
    served = _web(port, workers)
    proof = Answer("200 OK", [("Content-Length", str(len(token)))], token.encode())
    with NamedTemporaryFile(suffix=".json") as file:
        write_answers(Path(file.name), [*answers, proof])
        program = Program(
            "bare", (*served.command[:-1], "benchmarks.bare:application"), {VARIABLE: file.name}
        )
        path = f"/{len(answers)}"
        with running(program, lambda: _answer(port, path) == (200, token.encode())):
            yield port


@contextmanager
def worker(processes: int) -> Iterator[int]:
    """Run a Celery worker with so many processes, ready for work at the first line of the body;
    yield its process.
    """
    ready = ReadySocket(settings.DATA_DIR / "ready.sock")
    try:
        with running(programs.worker(processes, {}, ready.path), ready.has_heard) as child:
            yield child.pid
    finally:
        ready.close()


def record(port: int, request: bytes) -> Answer:
    """Send one request as the load generator will and return the answer to be served bare."""
    head, _, body = request.partition(b"\r\n\r\n")
    line, *lines = head.decode().split("\r\n")
    method, path, _ = line.split(" ")
    headers = dict(part.split(": ", 1) for part in lines)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        # What the server itself adds, it adds to the bare answer too.
        kept = [(n, v) for n, v in answer.getheaders() if n.lower() not in {"server", "date"}]
        return Answer(f"{answer.status} {answer.reason}", kept, content)
    finally:
        connection.close()


def _web(port: int, workers: int) -> Program:
    one = programs.web(port, {})
    place = one.command.index("--workers") + 1
    return replace(one, command=(*one.command[:place], str(workers), *one.command[place + 1 :]))


@contextmanager
def running(program: Program, is_ready: Callable[[], bool]) -> Iterator[Child]:
    """Run the program, ready at the first line of the body and still alive at its last."""
    child = Child(program, Console(Silence()))
    try:
        _wait(child, is_ready)
        yield child
        _check(child)
    finally:
        child.stop(STOP_SECONDS)


def _wait(child: Child, is_ready: Callable[[], bool]) -> None:
    limit = time.monotonic() + START_SECONDS
    while not is_ready():
        _check(child)
        if time.monotonic() > limit:
            raise NotReady(_said(child, f"was not ready within {START_SECONDS:.0f} s"))
        time.sleep(LOOK_SECONDS)
    # Whoever answered, it was not a server that stood in the way of this one.
    _check(child)


def _check(child: Child) -> None:
    code = child.exit_code()
    if code is not None:
        raise NotReady(_said(child, f"ended with {code}"))


def _said(child: Child, what: str) -> str:
    return os.linesep.join([f"{child.program.name} {what}:", *child.last_lines])


def _answer(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
