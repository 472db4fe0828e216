"""Conditional requests (RFC 9110, 13): has the caller seen this state; is it so still?"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from articles.api.base import json_bytes, json_bytes_response
from articles.api.problems import Problem

_TAG = re.compile(r'(W/)?("[^"]*")')
PUBLIC = "public, max-age=10"
PRIVATE = "private, no-store"
# May be kept, but never be shown unasked: somebody may just have been taken from the page.
ASK_FIRST = "no-cache"


def tag_of(parts: Iterable[object]) -> str:
    """Return the entity tag of a state that the parts determine."""
    text = "\0".join(str(part) for part in parts)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def seen(request: HttpRequest, etag: str) -> bool:
    """Tell whether If-None-Match names the tag, by weak comparison."""
    return names(request.META.get("HTTP_IF_NONE_MATCH", ""), etag)


def names(header: str, etag: str) -> bool:
    """Tell whether an If-None-Match names the tag, by weak comparison."""
    return header.strip() == "*" or etag in {tag for _, tag in _TAG.findall(header)}


def not_modified(etag: str, caching: str = PUBLIC, vary: str = "Authorization") -> HttpResponse:
    """Return the 304; `caching` and `vary` are what the answer with a body would say."""
    headers = {"ETag": etag, "Cache-Control": caching, "Vary": vary}
    return HttpResponse(status=304, headers=headers)


def public_answer(
    request: HttpRequest, data: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Answer with the data, or 304 when the caller has it; the tag is a digest of the answer."""
    body = json_bytes(data)
    etag = tag_of([body])
    if seen(request, etag):
        return not_modified(etag)
    return json_bytes_response(
        body, headers={"ETag": etag, "Cache-Control": PUBLIC, **(headers or {})}
    )


def expects(request: HttpRequest, etag: str) -> bool | None:
    """Tell whether If-Match names the tag, by strong comparison.

    None when it names no version at all: it is absent, or `*`, which any version fits.
    """
    header = request.META.get("HTTP_IF_MATCH", "*")
    if header.strip() == "*":
        return None
    return etag in {tag for weak, tag in _TAG.findall(header) if not weak}


def if_match_missing() -> Problem:
    detail = "Say with If-Match which version you have seen: its ETag."
    return Problem(428, "if-match-required", detail)
