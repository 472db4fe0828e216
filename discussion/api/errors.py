"""Domain errors of comments as HTTP, and Django's own errors in the same words."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import csrf, defaults

from articles.api.problems import answer_errors, exception_handler, problem_response
from articles.api.wall import is_api
from discussion import errors
from discussion.outages import RETRY_AFTER_SECONDS, is_outage

__all__ = ["bad_request", "csrf_failure", "exception_handler", "forbidden", "not_found"]

answer_errors(
    {
        errors.ArticleClosed: 403,
        errors.AuthorBanned: 403,
        errors.ParentGone: 409,
        errors.DuplicateComment: 409,
        errors.RevisionPending: 409,
        errors.EditWindowExpired: 403,
        errors.AlreadyReplied: 403,
        errors.CommentGone: 409,
        errors.StaleComment: 412,
        errors.KeyReused: 422,
        errors.ThreadLocked: 403,
        errors.SlowMode: 429,
        errors.NotPublished: 409,
        errors.OwnComment: 403,
        errors.ReadersOnly: 403,
        errors.UnknownReaction: 404,
        errors.OwnAccount: 403,
        errors.TooManyMutes: 409,
    }
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses before a view: a foreign Host, suspicious input."""
    if is_api(request):
        return problem_response(400, "bad-request")
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem_response(403, "forbidden")
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem_response(404, "not-found")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Nothing of the error itself leaves the house; the request id finds it in the logs. Where the
    database is to blame, nothing is half done and the caller may come again: 503.
    """
    # Django calls this while it handles what was raised, and hands over nothing of it.
    if is_outage(sys.exc_info()[1]):
        return _unavailable(request)
    if is_api(request):
        return problem_response(500, "internal-error")
    return defaults.server_error(request)


def _unavailable(request: HttpRequest) -> HttpResponse:
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if is_api(request):
        detail = "This cannot be read or stored at present. Try again in a little while."
        return problem_response(503, "unavailable", detail, headers=headers)
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={**headers, "Cache-Control": "no-store"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if is_api(request):
        return problem_response(403, "csrf", "The CSRF token is missing or wrong.")
    return csrf.csrf_failure(request, reason)
