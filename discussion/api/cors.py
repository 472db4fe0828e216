"""Which pages of other origins may read an answer: those of the site that the request is about."""

import re
import time
from functools import lru_cache
from typing import Any

from corsheaders.signals import check_request_enabled
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from articles.models import Site
from discussion.api.addressed import SITE_BY, site_by

# A browser asks with every call; the answer changes when somebody edits the site.
KEPT_SECONDS = 10


def may_read(sender: object, request: HttpRequest, **kwargs: Any) -> bool:
    """Tell whether the origin is among those that the addressed site lists.

    Asked about every path outside the API too: those are for nobody else's pages.
    """
    if not re.match(settings.CORS_URLS_REGEX, request.path_info):
        return False
    addressed = _addressed(request)
    return addressed is not None and _lists(*addressed, request.headers.get("Origin", ""))


def lists_origin(article_id: str, origin: str) -> bool:
    """Tell the same of an article's pages; without an origin there is nothing to look up."""
    return bool(origin) and _lists(SITE_BY["article_id"], article_id, origin)


def connect() -> None:
    check_request_enabled.connect(may_read, dispatch_uid="discussion.api.cors")


def _addressed(request: HttpRequest) -> tuple[str, str] | None:
    """Return the look-up and value by which the request names its site."""
    try:
        named = resolve(request.path_info).kwargs
    except Resolver404:
        return None
    return site_by(named, request.META.get("QUERY_STRING", ""))


def _lists(lookup: str, value: str, origin: str) -> bool:
    return origin in _origins(lookup, value, period=int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1000)
def _origins(lookup: str, value: str, *, period: int) -> frozenset[str]:
    """`period` is there to end what was kept."""
    sites: QuerySet[Site, Any] = Site.objects.filter(**{lookup: value})
    origins = sites.values_list("allowed_origins", flat=True).first()
    return frozenset(origins or ())
