"""Requests to a WSGI callable as a server makes them, and its answers whole."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

Application = Callable[..., Iterable[bytes]]
AROUND_A_REQUEST = (request_started, request_finished)


@dataclass(frozen=True)
class Answered:
    """A status line, all headers in their order, and the body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return dict(self.headers).get(name)

    @property
    def settled(self) -> list[tuple[str, str]]:
        """The headers without the one that no two answers share."""
        return [(name, value) for name, value in self.headers if name != "X-Request-ID"]


class Counting:
    """Django's own callable, which remembers how often it was asked."""

    def __init__(self) -> None:
        self._django = WSGIHandler()
        self.asked = 0

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        return self._django(environ, start_response)


def call(
    application: Application,
    path: str,
    *,
    method: str = "GET",
    environ: dict[str, Any] | None = None,
    **headers: str,
) -> Answered:
    """Return the answer to a request with these headers (`If_None_Match` is If-None-Match)."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, path, headers=named)
    told: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *error: Any) -> None:
        told[:] = [status, headers]

    with _connections_kept():
        parts = application({**request.environ, **(environ or {})}, start_response)
        body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
    return Answered(told[0], told[1], body)


@contextmanager
def _connections_kept() -> Iterator[None]:
    """As Django's own test client does: a test's transaction has to live on."""
    for signal in AROUND_A_REQUEST:
        signal.disconnect(close_old_connections)
    yield
    for signal in AROUND_A_REQUEST:
        signal.connect(close_old_connections)
