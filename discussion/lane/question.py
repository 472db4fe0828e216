"""What a request asks for, if it is one that the lane may answer."""

import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

from articles.api.base import read_query
from articles.api.coding import coding_for
from articles.api.problems import Problem
from discussion.api.serializers import CommentListQuery

_PATH = re.compile(
    "/api/v1/articles/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/comments/"
)
# Nothing that would have to be decoded, and nothing that a parameter of the list would not have.
_QUERY = re.compile("[A-Za-z0-9_=&-]{0,400}")
# Who sends one of these is somebody, or asks for something else than the page.
_NOT_FOR_ALL = (
    "HTTP_AUTHORIZATION",
    "HTTP_COOKIE",
    "HTTP_TRANSFER_ENCODING",
    "HTTP_CONTENT_ENCODING",
    "CONTENT_TYPE",
    "SCRIPT_NAME",
)
# All that Django looks at to know its own host, and whether the way to it was encrypted.
_WAY = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")


class Question(NamedTuple):
    """A public page of an article's comments, and how its bytes are wanted.

    `query` is one whose parameters are good; `known` is the If-None-Match, `origin` the page that
    asks, listed or not; `secure`: the request came over HTTPS.
    """

    article_id: str
    query: str
    known: str
    coding: str
    origin: str
    secure: bool


def question_of(environ: Mapping[str, Any]) -> Question | None:
    """Return what is asked for; None for what Django has to look at."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    path = _PATH.fullmatch(environ["PATH_INFO"])
    query = environ.get("QUERY_STRING", "")
    if path is None or any(environ.get(name) for name in _NOT_FOR_ALL):
        return None
    if environ.get("CONTENT_LENGTH", "") not in ("", "0") or params_of(query) is None:
        return None
    secure = _is_secure(*(environ.get(name) for name in _WAY))
    if secure is None:
        return None
    return Question(
        path[1],
        query,
        environ.get("HTTP_IF_NONE_MATCH", ""),
        coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")),
        environ.get("HTTP_ORIGIN", ""),
        secure,
    )


@lru_cache(maxsize=4096)
def params_of(query: str) -> Mapping[str, Any] | None:
    """Return the parameters as the view reads them; None for what it refuses or decodes."""
    if not _QUERY.fullmatch(query):
        return None
    try:
        return read_query(CommentListQuery, QueryDict(query))
    except Problem:
        return None


@lru_cache(maxsize=256)
def _is_secure(*way: str | None) -> bool | None:
    """Tell whether the request came over HTTPS, as Django sees it; None for a host that is not
    ours.
    """
    told = {name: value for name, value in zip(_WAY, way, strict=True) if value is not None}
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), **told})
    try:
        request.get_host()
    except DisallowedHost:
        return None
    return request.is_secure()
