"""The load generator, a process of its own: closed loops over kept connections.

Each connection sends its next request once the last answer is complete. The bytes of the requests
are made beforehand and an answer is read no further than its length demands, so that one process
brings what several of `http.client` would. Talks pickles with the process that started it.
"""

import pickle
import re
import select
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from typing import Any

import psycopg

from benchmarks.plan import Plan, Sample

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
MOVE = "UPDATE articles_article SET version = version + 1"
_BODILESS = frozenset({204, 304})
_CHUNK = 1 << 20
# A server that answers nothing for so long is not slow but broken.
SILENT_SECONDS = 30.0


class Connection:
    """One kept connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=SILENT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self.sent_at = 0.0

    def send(self, request: bytes) -> None:
        self._received = b""
        self.sent_at = time.monotonic()
        self.socket.sendall(request)

    def receive(self) -> int | None:
        """Read what has come; return the status once the answer is complete."""
        data = self.socket.recv(_CHUNK)
        if not data:
            raise ConnectionError("The server closed a connection in the middle of an answer.")
        self._received += data
        return status_of(self._received)


def status_of(received: bytes) -> int | None:
    """Return the status of an answer with a Content-Length, None while it is incomplete."""
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return None
    status = int(received[9:12])
    length = _LENGTH.search(received, 0, head)
    if length is None and status not in _BODILESS:
        raise ValueError("An answer without Content-Length: this client does not read those.")
    complete = head + 4 + (int(length[1]) if length else 0)
    return status if len(received) >= complete else None


def mover(database: str) -> partial[Any]:
    """Return what moves every article of the database to another version: a PostgreSQL address, or
    SQLite's file.
    """
    if database.startswith("postgres"):
        return partial(psycopg.connect(database, autocommit=True).execute, MOVE)
    return partial(sqlite3.connect(database, isolation_level=None, timeout=20).execute, MOVE)


def run(plan: Plan) -> Sample:
    """Send what the plan says and return what was measured."""
    sample = Sample()
    upcoming = iter(plan.requests) if plan.once else cycle(plan.requests)
    connections = {c.socket.fileno(): c for c in _opened(plan)}
    move = mover(plan.moved) if plan.moved else None
    poll = select.epoll()
    sample.began = time.monotonic()
    until = sample.began + plan.seconds
    waiting = 0
    for number, connection in connections.items():
        poll.register(number, select.EPOLLIN)
        waiting += _send_next(connection, upcoming, move)
    while waiting:
        for number, _ in poll.poll(SILENT_SECONDS) or _silence():
            connection = connections[number]
            status = connection.receive()
            if status is None:
                continue
            now = time.monotonic()
            sample.latencies.append(now - connection.sent_at)
            if status != plan.status:
                sample.wrong[status] = sample.wrong.get(status, 0) + 1
            waiting -= 1
            if now < until:
                waiting += _send_next(connection, upcoming, move)
    sample.ended = time.monotonic()
    return sample


def _opened(plan: Plan) -> Iterator[Connection]:
    return (Connection(plan.port) for _ in range(plan.connections))


def _send_next(
    connection: Connection, upcoming: Iterator[bytes], move: partial[Any] | None
) -> bool:
    request = next(upcoming, None)
    if request is None:
        return False
    if move is not None:
        move()
    connection.send(request)
    return True


def _silence() -> list[tuple[int, int]]:
    raise TimeoutError(f"The server answered nothing for {SILENT_SECONDS:.0f} s.")


if __name__ == "__main__":
    pickle.dump(run(pickle.load(sys.stdin.buffer)), sys.stdout.buffer)
