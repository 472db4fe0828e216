"""The request wall: what every request to the API has to be before any other code reads it."""

from collections.abc import Callable
from io import BytesIO
from typing import Protocol
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from rest_framework.parsers import BaseParser

from articles.api.problems import Problem, problem_response
from articles.strict_json import JsonRefused, read_object

PREFIXES = ("/api/", "/compat/")
# Programs written for another service, some of which do not say that their JSON is JSON.
UNTYPED = "/compat/"
MAX_BODY = 128 * 1024
MAX_QUERY = 4 * 1024
READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class SupportsRead(Protocol):
    def read(self, size: int, /) -> bytes: ...


class RequestWall:
    """Middleware: length, media type, charset, encoding, the query's bytes; no body is read yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_api(request):
            try:
                _refuse_framing(request)
                _refuse_query(request)
                _refuse_media(request)
            except Problem as refusal:
                return problem_response(refusal.status_code, refusal.code, str(refusal.detail))
        return self.get_response(request)


def is_api(request: HttpRequest) -> bool:
    """Tell whether a request is for a program, which is answered in JSON even about mistakes."""
    return request.path_info.startswith(PREFIXES)


class WallParser(BaseParser):
    """The one parser of the API: strict JSON, whose top is an object."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):  # type: ignore[no-untyped-def]
        """Return the body's object; what it cannot be is told with a pointer where there is one."""
        try:
            return read_object(stream.read())
        except JsonRefused as refusal:
            errors = [{"pointer": refusal.pointer, "detail": refusal.detail}]
            raise Problem(400, refusal.code, refusal.detail, errors=errors) from refusal


def _refuse_framing(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if length and "HTTP_TRANSFER_ENCODING" in request.META:
        # Two ways to say where the body ends are how one request is smuggled inside another.
        raise Problem(
            400, "ambiguous-length", "Content-Length and Transfer-Encoding exclude each other."
        )
    if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("wsgi.input_terminated"):
        raise Problem(411, "length-required", "Send Content-Length.")
    if length and not (length.isascii() and length.isdigit()):
        raise Problem(400, "bad-length", "Content-Length is not a number.")
    # By its digits first: a number of a thousand digits is not worth reading.
    if length and (len(length.lstrip("0")) > len(str(MAX_BODY)) or int(length) > MAX_BODY):
        raise _too_large()


def _refuse_query(request: HttpRequest) -> None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > MAX_QUERY:
        raise Problem(414, "query-too-long", f"A query has at most {MAX_QUERY:,} bytes.")
    try:
        text = unquote_to_bytes(query.encode("latin-1", "replace")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "not-utf-8", "The query is not UTF-8.") from error
    if "\0" in text:
        raise Problem(400, "unstorable-character", "The query contains NUL.")


def _refuse_media(request: HttpRequest) -> None:
    if request.META.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise Problem(415, "content-encoding", "Send the body as it is, not compressed.")
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise Problem(415, "charset", "JSON is sent as UTF-8.")
    if request.method in READS or not _has_body(request):
        return
    if not request.content_type and request.path_info.startswith(UNTYPED):
        return
    if request.content_type != WallParser.media_type:
        raise Problem(415, "unsupported-media-type", "Send application/json.")


def read_body(request: HttpRequest) -> None:
    """Read the body; a chunked one up to a byte beyond the limit, and give it its length.

    Only once the caller is known and counted: whoever sends a body slowly keeps a thread for it.
    """
    if request.method in READS:
        return
    if "HTTP_TRANSFER_ENCODING" in request.META:
        chunked = _until_too_large(request.META["wsgi.input"])
        request.META["CONTENT_LENGTH"] = str(len(chunked))
        request._stream = BytesIO(chunked)
    try:
        # Kept on the request, so that whoever reads it later reads these bytes.
        _ = request.body
    except UnreadablePostError as error:
        raise Problem(400, "incomplete-body", "The body broke off.") from error


def _until_too_large(stream: SupportsRead) -> bytes:
    """Return all that the stream gives; it may give less at a time than it is asked for."""
    body = b""
    while piece := stream.read(MAX_BODY + 1 - len(body)):
        body += piece
        if len(body) > MAX_BODY:
            raise _too_large()
    return body


def _has_body(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) > 0 or "HTTP_TRANSFER_ENCODING" in request.META


def _too_large() -> Problem:
    return Problem(413, "body-too-large", f"A request has at most {MAX_BODY:,} bytes.")
