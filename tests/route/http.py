"""A reader's client: plain HTTP against the running service, as an integrator would write it."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and the parsed body; None for an empty one."""

    status: int
    headers: Message
    json: Any


@dataclass(frozen=True, slots=True)
class Client:
    """Calls below one base address, with one bearer token or none."""

    base: str
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, None, headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        return self.call("POST", path, body, headers)

    def patch(self, path: str, body: Any, **headers: str) -> Answer:
        return self.call("PATCH", path, body, headers)

    def call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        """Send JSON and return the answer, whatever its status."""
        data = None if body is None else json.dumps(body).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | self.headers
        if data is not None:
            sent["Content-Type"] = "application/json"
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.base + path, data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return _answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error.headers, error.read())


def _answer(status: int, headers: Message, body: bytes) -> Answer:
    return Answer(status, headers, json.loads(body) if body else None)
