"""Errors as the API tells them: problem details (RFC 9457), the same shape for every one.

Each app maps its own domain errors with `answer_errors`; this module knows HTTP's.
"""

import json
import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from articles.api.shapes import instant
from articles.errors import (
    DomainError,
    DomainNotAllowed,
    LazyArticlesOff,
    OriginNotAllowed,
    PolicyRefused,
    SlugTaken,
    TooManyArticles,
)
from articles.keyset import BadCursor
from articles.strict_json import pointer_token

CONTENT_TYPE = "application/problem+json"

_status_of: dict[type[DomainError], int] = {
    BadCursor: 400,
    DomainNotAllowed: 403,
    LazyArticlesOff: 403,
    OriginNotAllowed: 403,
    PolicyRefused: 400,
    SlugTaken: 409,
    TooManyArticles: 429,
}

_DETAILS = {
    400: "The request cannot be understood.",
    403: "You may not do that.",
    404: "There is nothing at this address that you may see.",
    500: "Something went wrong on our side. It has been noted.",
}


class Problem(exceptions.APIException):
    """A refusal by the API itself, complete: status, code, words, and where in the request."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        present: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail, code)
        self.status_code = status
        self.code = code
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.present = present


def answer_errors(statuses: Mapping[type[DomainError], int]) -> None:
    """Say with which status each of an app's domain errors is answered."""
    _status_of.update(statuses)


def problem_response(
    status: int,
    code: str,
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    present: Mapping[str, Any] | None = None,
    members: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Return the answer. `present` is the state that a stale request did not know of; `members` are
    more of the body's, as an error of the domain names them.
    """
    body: dict[str, Any] = {
        **(members or {}),
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _DETAILS.get(status, HTTPStatus(status).description),
        "code": code,
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    if errors:
        body["errors"] = list(errors)
    if present is not None:
        body["present"] = present
    text = json.dumps(body, ensure_ascii=False, default=instant)
    # An error depends on the moment and the caller: no shared cache may keep it.
    own_headers = {"Cache-Control": "no-store", **(headers or {})}
    return HttpResponse(text, content_type=CONTENT_TYPE, status=status, headers=own_headers)


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Return the problem for what a view raised; None lets an unforeseen error be a 500."""
    if isinstance(error, Problem):
        return problem_response(
            error.status_code,
            error.code,
            str(error.detail),
            errors=error.errors,
            headers=error.headers,
            present=error.present,
        )
    if isinstance(error, DomainError):
        status = next((_status_of[kind] for kind in type(error).mro() if kind in _status_of), 400)
        later = error.retry_after
        headers = {} if later is None else {"Retry-After": str(later)}
        return problem_response(
            status, error.code, error.detail, headers=headers, members=error.members
        )
    if isinstance(error, Http404):
        return problem_response(404, "not-found")
    if isinstance(error, PermissionDenied):
        return problem_response(403, "forbidden")
    if isinstance(error, exceptions.APIException):
        return _framework_problem(error)
    return None


def _framework_problem(error: exceptions.APIException) -> HttpResponse:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(max(1, math.ceil(getattr(error, "wait", None) or 1)))
        return problem_response(429, "throttled", "Too many requests; wait.", headers=headers)
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flat(error.get_full_details(), ""))
        unknown = all(found["code"] == "unknown-field" for found in errors)
        code = "unknown-field" if unknown else "invalid"
        shown = [{"pointer": e["pointer"], "detail": e["detail"]} for e in errors]
        return problem_response(400, code, "The request is not valid.", errors=shown)
    code = str(error.get_codes()).replace("_", "-")
    return problem_response(error.status_code, code, str(error.detail), headers=headers)


def _flat(details: Any, pointer: str) -> list[dict[str, str]]:
    """Return the errors of a serializer, nested as it nests, as a list with JSON pointers."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        return [
            {"pointer": pointer, "detail": str(details["message"]), "code": str(details["code"])}
        ]
    if isinstance(details, dict):
        # The errors of a list are keyed by place, as numbers.
        names = {"non_field_errors": pointer}
        parts = [
            _flat(item, names.get(key, f"{pointer}/{pointer_token(str(key))}"))
            for key, item in details.items()
        ]
    else:
        parts = [_flat(item, pointer) for item in details]
    return [error for part in parts for error in part]
