"""The WSGI entry of the run's web process: the product's own, unless a mutant is asked for."""

import io
import json
import os
import re
import threading
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from importlib import import_module
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connections

from discussion.wsgi import application as product

# Not before the product's own: models are there from here on.
from articles.ids import new_public_id  # isort: skip

POST_PATH = re.compile(r"^/api/v1/articles/[^/]+/comments/$")
LATE_SECONDS = 0.5
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class AnswersEarly:
    """Says 202 to every comment at once, and has the product store it half a second later."""

    def __init__(self) -> None:
        self._promised: ContextVar[UUID] = ContextVar("promised")
        module = import_module("discussion.flows.post_comment")
        self._store = module._store_comment
        patch.object(module, "_store_comment", self._store_as_promised).start()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not POST_PATH.match(environ["PATH_INFO"]):
            return product(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        public_id = new_public_id()
        later = {**environ, "wsgi.input": io.BytesIO(body)}
        threading.Timer(LATE_SECONDS, self._post, [public_id, later]).start()
        said = json.dumps({"id": str(public_id)}).encode()
        start_response("202 Accepted", [("Content-Length", str(len(said)))])
        return [said]

    def _post(self, public_id: UUID, environ: dict[str, Any]) -> None:
        self._promised.set(public_id)
        list(product(environ, _unheard))
        connections.close_all()

    def _store_as_promised(self, *args: Any) -> Any:
        comment = self._store(*args)
        comment.public_id = self._promised.get()
        comment.save(update_fields=["public_id"])
        return comment


def _unheard(*_: Any) -> Callable[[bytes], object]:
    """Take an answer that nobody waits for any more."""
    return lambda _: None


application: Application = (
    AnswersEarly() if os.environ["CHAOS_MUTANT"] == "early-answer" else product
)
