"""Asks as browsers do: over kept connections, as many as are needed at once."""

import http.client
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

# Who waits longer has gone away.
TIMEOUT_SECONDS = 30.0
# The server closes a connection that was silent for half a minute.
IDLE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; `kind` is what it is counted as."""

    kind: str
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 0 where none came in time; then `text` says why."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Client:
    """Many threads may ask at once."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._kept: list[tuple[float, http.client.HTTPConnection]] = []
        self._guard = threading.Lock()

    def ask(self, request: Request) -> Answer:
        try:
            with self._connection() as connection:
                connection.request(
                    request.method, request.path, request.body, dict(request.headers)
                )
                answer = connection.getresponse()
                return Answer(answer.status, answer.headers, answer.read().decode())
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, http.client.HTTPMessage(), type(error).__name__)

    def close(self) -> None:
        for _, connection in self._kept:
            connection.close()

    @contextmanager
    def _connection(self) -> Iterator[http.client.HTTPConnection]:
        """Lend the connection that was used last; one that failed is not kept."""
        with self._guard:
            since, connection = self._kept.pop() if self._kept else (0.0, self._new())
        if time.monotonic() - since > IDLE_SECONDS:
            connection.close()  # opens again by itself
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        with self._guard:
            self._kept.append((time.monotonic(), connection))

    def _new(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
