"""Errors in the shape that clients of the compatible call read."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from rest_framework import exceptions

from articles.api.base import json_response
from articles.api.problems import Problem
from moderation.errors import ScorerAway

DETAIL_TYPE = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}


class Refusal(exceptions.APIException):
    """What the call refuses, complete."""

    def __init__(
        self, status: int, message: str, details: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(message)
        self.status_code = status
        self.details = list(details)


def bad_request(message: str, *, error_type: str = "", **members: Any) -> Refusal:
    """Return the refusal of a request; `error_type` is what clients compare."""
    details = [{"@type": DETAIL_TYPE, "errorType": error_type, **members}] if error_type else []
    return Refusal(400, message, details)


def language_unsupported(attribute: str, languages: Sequence[str]) -> Refusal:
    """Return the refusal of a text in a language that the scorer does not know."""
    return bad_request(
        f"Attribute {attribute} does not support request languages: {', '.join(languages)}",
        error_type="LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        languageNotSupportedByAttributeError={
            "detectedLanguages": list(languages),
            "attribute": attribute,
        },
    )


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Return the answer to what the view raised; None lets an unforeseen error be a 500."""
    if isinstance(error, Refusal):
        return _answer(error.status_code, str(error.detail), details=error.details)
    if isinstance(error, ScorerAway):
        return _answer(503, error.detail, retry_after=error.retry_after)
    if isinstance(error, exceptions.Throttled):
        wait = max(1, math.ceil(getattr(error, "wait", None) or 1))
        return _answer(429, "The quota of this key is used up; wait.", retry_after=wait)
    if isinstance(error, exceptions.NotAuthenticated):
        return _answer(403, "Send a key of a site: Authorization: Bearer, or ?key=.")
    if isinstance(error, exceptions.AuthenticationFailed):
        return _answer(
            400, "This is no key of a site, or it was revoked.", reason="API_KEY_INVALID"
        )
    if isinstance(error, Problem | exceptions.APIException):
        return _answer(error.status_code, str(error.detail))
    return None


def _answer(
    status: int,
    message: str,
    *,
    details: Sequence[Mapping[str, Any]] = (),
    reason: str = "",
    retry_after: int | None = None,
) -> HttpResponse:
    error: dict[str, Any] = {
        "code": status,
        "message": message,
        "status": _STATUSES.get(status, "INVALID_ARGUMENT"),
    }
    if reason:
        details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}]
    if details:
        error["details"] = list(details)
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return json_response({"error": error}, status, headers)
