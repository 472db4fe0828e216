"""Pages that look the same to everybody: kept for ten seconds, then asked for by their tag."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse

from articles.api.conditional import PUBLIC, not_modified, seen, tag_of


def same_for_all(
    request: HttpRequest, state: Iterable[object], make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the page, or 304 when the caller has this state; `state` determines the page."""
    etag = tag_of(state)
    if seen(request, etag):
        return not_modified(etag)
    response = make()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC
    return response
