"""The embed's scripts over HTTP: for pages of any origin, kept as long as their address allows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from articles.api.conditional import seen, tag_of
from discussion.embed.files import digest, scripts

# A page keeps the loader for so long, so a new version is everywhere within it.
LOADER = "public, max-age=300, stale-while-revalidate=86400"
FOR_EVER = "public, max-age=31536000, immutable"
# What an older loader asks for: it gets today's modules, all of them, until it is new itself.
OUTDATED = "public, max-age=60"
FOR_ANY_PAGE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
@gzip_page
def loader(request: HttpRequest, name: str) -> HttpResponse:
    """Return `embed.js` or `count.js`."""
    return _script(request, name, LOADER)


@require_safe
@gzip_page
def module(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """Return a module. Modules name each other relatively, so a page gets all of one version."""
    return _script(request, name, FOR_EVER if version == digest() else OUTDATED)


def _script(request: HttpRequest, name: str, caching: str) -> HttpResponse:
    text = scripts().get(name)
    if text is None:
        raise Http404
    etag = tag_of([name, text])
    headers = {**FOR_ANY_PAGE, "ETag": etag, "Cache-Control": caching}
    if seen(request, etag):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)
