"""A reader's client that does not give up: it asks again until a server answers."""

import http.client
import json
from dataclasses import dataclass
from threading import Event
from typing import Any

# Longer than a stalled worker may hold SQLite's one write transaction.
SILENT_SECONDS = 30.0
AGAIN_SECONDS = 0.2


class GivenUp(Exception):
    """The run is over before there was an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status below 500, with what came along."""

    status: int
    etag: str
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object; empty where it is none."""
        return dict(json.loads(self.body)) if self.body else {}


class Client:
    """One kept connection to the service, made anew whenever it breaks."""

    def __init__(self, port: int, stop: Event) -> None:
        self._port, self._stop = port, stop
        self._connection: http.client.HTTPConnection | None = None
        self.repeated = 0

    def ask(self, method: str, path: str, token: str, body: str = "", **headers: str) -> Answer:
        """Return the first answer that is no server's fault, however often it takes.

        Without a token it is anybody who asks. `headers` are written with underscores. Raises
        GivenUp once the run is told to stop.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            named["Authorization"] = f"Bearer {token}"
        content = None
        if body:
            named["Content-Type"] = "application/json"
            content = json.dumps({"body": body}).encode()
        while not self._stop.is_set():
            answer = self._try(method, path, content, named)
            if answer is not None and answer.status < 500:
                return answer
            self.repeated += 1
            self._stop.wait(AGAIN_SECONDS)
        raise GivenUp

    def _try(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer | None:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=SILENT_SECONDS
            )
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            return Answer(answer.status, answer.headers.get("ETag", ""), answer.read())
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            return None
