"""Conditional requests (RFC 9110, 13): has the caller seen this state; is it so still?"""

import hashlib
import re
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from articles.api.problems import Problem

_TAG = re.compile(r'(W/)?("[^"]*")')
PUBLIC = "public, max-age=10"
PRIVATE = "private, no-store"


def tag_of(parts: Iterable[object]) -> str:
    """Return the entity tag of a state that the parts determine."""
    text = "\0".join(str(part) for part in parts)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def seen(request: HttpRequest, etag: str) -> bool:
    """Tell whether If-None-Match names the tag, by weak comparison."""
    header = request.META.get("HTTP_IF_NONE_MATCH", "")
    return header.strip() == "*" or etag in {tag for _, tag in _TAG.findall(header)}


def not_modified(etag: str) -> HttpResponse:
    headers = {"ETag": etag, "Cache-Control": PUBLIC, "Vary": "Authorization"}
    return HttpResponse(status=304, headers=headers)


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
