"""Whole requests, sent byte for byte to the web server of the product, and its answers."""

import contextlib
import http.client
import io
import json
import re
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from discussion.supervisor.programs import web
from tests.attacks.cases import Case, NotJudged, made_body
from tests.attacks.world import World
from tests.services.processes import environment_of_tests
from tests.services.until import until

GOOD_BODY = b'{"body": "A fair point."}'
# What only a request with a body has: without any of it the list is asked for.
POSTS = {"body", "body_gen", "content_type", "content_encoding"}
POSTS_BY_HEADER = {"transfer-encoding", "content-length", "content-encoding", "content-type"}


def is_served(case: Case) -> bool:
    """Whether the case is about a request as it travels, which the server reads before we do."""
    return case.form == "request" or "request" in case.surfaces


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered, with all the bytes of the connection. Read like Django's."""

    status_code: int
    headers: http.client.HTTPMessage
    content: bytes
    raw: bytes

    def json(self) -> Any:
        return json.loads(self.content)


@contextlib.contextmanager
def server() -> Iterator[int]:
    """Run the product's web server on the tests' database; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    program = web(port, environment_of_tests())
    process = subprocess.Popen(program.command, env=dict(program.environment))
    try:
        until(lambda: _listens(port), seconds=120, what="the web server")
        yield port
        assert process.poll() is None, "the web server ended"
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def sent(port: int, request: bytes) -> Answer:
    """Send the bytes, and return the first answer."""
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        # A server may answer and hang up before it has read all.
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
        received = b""
        with contextlib.suppress(ConnectionError):
            while chunk := connection.recv(1 << 16):
                received += chunk
    assert received, "no answer at all"
    answer = http.client.HTTPResponse(_Received(received))  # type: ignore[arg-type]
    answer.begin()
    return Answer(answer.status, answer.headers, answer.read(), received)


class _Received:
    """Bytes in place of a socket."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._raw)


def request_of(world: World, case: Case, published: str) -> bytes:
    """Return the bytes of the request; what the case leaves out is of a good one."""
    said, body = _said(case)
    headers = _headers(world, said)
    names = {name.lower() for name, _ in headers}
    is_post = bool(POSTS & said.keys() or POSTS_BY_HEADER & names) or case.surfaces != ("request",)
    method = said.get("method") or ("POST" if is_post else "GET")
    path = said.get("path") or f"/api/v1/{world.comments}"
    if said.get("target") == "a published comment":
        path = f"/api/v1/comments/{published}/"
    elif "target" in said:
        raise NotJudged(f"{case.id}: no target: {said['target']}")
    if query := said.get("query"):
        path += f"?{_filled(world, query)}"
    sends = body if is_post or method in {"POST", "PATCH", "PUT"} else b""
    defaults = {"Host": settings.ALLOWED_HOSTS[0], "Connection": "close"}
    if sends:
        defaults |= {"Content-Type": said.get("content_type", "application/json")}
        defaults |= {"Content-Length": str(len(sends))}
        if "content_encoding" in said:
            defaults["Content-Encoding"] = said["content_encoding"]
        if case.surfaces == ("request",):
            defaults["Authorization"] = f"Bearer {world.token()}"
    if "cookie" in said:
        defaults["Cookie"] = _filled(world, said["cookie"])
    lines = [(name, value) for name, value in defaults.items() if name.lower() not in names]
    head = "".join(f"{name}: {value}\r\n" for name, value in [*lines, *headers])
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1", "replace") + sends


def _said(case: Case) -> tuple[Mapping[str, Any], bytes]:
    """Return the request that the case describes, and its body."""
    if case.form == "request":
        said = case.given
        body = said.get("body", "").encode() or GOOD_BODY
        return said, made_body(said["body_gen"], GOOD_BODY) if "body_gen" in said else body
    if case.form == "gen" and case.given.startswith("multipart"):
        return {"content_type": "multipart/form-data; boundary=y", "body": ""}, case.body
    return {"body": ""}, case.body


def _headers(world: World, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    given = said.get("headers", {})
    pairs = given.items() if isinstance(given, Mapping) else given
    return [(name, _filled(world, value)) for name, value in pairs]


def _filled(world: World, text: str) -> str:
    """Return the text with good tokens in place of their names, and `a*70000` written out."""
    if many := re.fullmatch(r"(.)\*(\d+)", text):
        return many[1] * int(many[2])
    text = text.replace("VALID-A", world.token()).replace("VALID-B", world.token("u2"))
    return text.replace("VALID", world.token())
