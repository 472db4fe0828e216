"""Each request gets an id of ours, which its log lines, its answer and its worker's lines carry."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from articles.ids import new_public_id

log = structlog.get_logger("discussion.requests")


class RequestId:
    """Outermost middleware: binds the id, answers with it, and logs one line a request.

    What a client sends as X-Request-ID is ignored: ids in our logs are of our making. The line has
    the route's name and never the path, which may hold what a person typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = str(new_public_id())
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            match = request.resolver_match
            log.info(
                "request",
                method=request.method if request.method in KNOWN else "other",
                route=(match.view_name or "unnamed") if match else "none",
                status=response.status_code,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
            )
        return response


# A method is a word of the client's choice; only these are worth a line of their own.
KNOWN = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


def current_request_id() -> str:
    """Return the id of the request that is being answered; empty outside of one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
