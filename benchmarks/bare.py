"""The limit of an answer over HTTP: the same bytes and headers from memory, without a framework.

Served by the same granian as the product. `/<n>` gives the n-th recorded answer, whatever the
method; the body of a POST is read first, as anybody has to.
"""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Names a JSON file: [[status line, [[header, value], ...], body], ...].
VARIABLE = "BENCHMARK_ANSWERS"


@dataclass(frozen=True, slots=True)
class Answer:
    """One recorded answer."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def write_answers(path: Path, answers: Iterable[Answer]) -> None:
    """Write the answers for a server that starts afterwards."""
    rows = [[a.status, a.headers, a.body.decode()] for a in answers]
    path.write_text(json.dumps(rows), encoding="utf-8")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The WSGI entry."""
    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    answer = _answers[int(environ["PATH_INFO"][1:])]
    start_response(answer.status, answer.headers)
    return [answer.body]


def _read(path: str) -> list[Answer]:
    rows = json.loads(Path(path).read_text(encoding="utf-8")) if path else []
    return [
        Answer(status, [(name, value) for name, value in headers], body.encode())
        for status, headers, body in rows
    ]


_answers = _read(os.environ.get(VARIABLE, ""))
