"""The site that a request speaks of: by its path, or beside it by `?site=`."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from rest_framework import serializers

from articles.api.fields import StrictSerializer

# By which column of Site a part of the path names it.
SITE_BY = {
    "site": "slug",
    "article_id": "articles__public_id",
    "comment_id": "comments__public_id",
}
_SLUG = re.compile("[a-z0-9-]{1,63}")


class SiteQuery(StrictSerializer):
    """For calls whose path names no site."""

    site = serializers.RegexField(
        _SLUG,
        required=False,
        help_text="needed where the reader's proof names no site: a session, the nested form",
    )


def site_by(named: Mapping[str, Any], query_string: str) -> tuple[str, str] | None:
    """Return the look-up and value by which a path's arguments or the query name a site."""
    named = {**named}
    # Not `request.GET`: that would decode by a charset of the caller's choice, before the wall.
    asked = parse_qs(query_string).get("site", [""])[0]
    if _SLUG.fullmatch(asked):
        named.setdefault("site", asked)
    return next(
        ((SITE_BY[key], str(value)) for key, value in named.items() if key in SITE_BY), None
    )
