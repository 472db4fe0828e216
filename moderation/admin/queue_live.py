"""The queue while it is open in a browser: asked every few seconds, answered by 304 mostly."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_GET

from articles.api.base import json_bytes, json_bytes_response
from moderation.admin.queue_page import part_of, sites_of, view_of
from moderation.admin.queue_views import figures
from moderation.admin.scoped import staff_of
from moderation.desk.live_rows import row_states
from moderation.queues.saved_views import views_for
from moderation.queues.selection import entered_since
from moderation.queues.wanted import Wanted

MOST_ROWS = 100
FOR_ONE = {"Cache-Control": "private, no-cache"}


@require_GET
def queue_live(request: HttpRequest) -> HttpResponse:
    """Return what became of the rows that are shown, the counts of the views, and how many items
    are new: a fixed number of queries.

    `ids` are the rows, `newest` the newest item when the page was made. Another site's rows are
    left out; so are all texts.
    """
    wanted, sites, user = Wanted.read(request.GET), sites_of(request), staff_of(request)
    views, seen = views_for(user, sites), [site.pk for site in sites]
    part = part_of(wanted, view_of(wanted, views), sites)
    states = row_states(_numbers(request.GET.get("ids", "")), seen, user)
    newest = _numbers(request.GET.get("newest", ""))
    body = json_bytes(
        {
            "rows": {state.pk: {"looking": state.looking, "done": state.done} for state in states},
            "counts": figures(views, seen),
            "new": entered_since(part, newest[0]) if newest else 0,
        }
    )
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    headers = {**FOR_ONE, "ETag": etag}
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    return json_bytes_response(body, headers=headers)


def _numbers(text: str) -> list[int]:
    parts = text.split(",")[:MOST_ROWS]
    return [int(part) for part in parts if part.isdecimal() and len(part) < 19]
