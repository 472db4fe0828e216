"""How to show one of our pages on another one (oembed.com)."""

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.base import ApiView, json_bytes, json_bytes_response
from articles.api.conditional import PUBLIC, not_modified, seen, tag_of
from articles.api.fields import Count, Line, StrictSerializer
from articles.api.problems import Problem
from articles.api.schema import refusals
from articles.models import Article
from discussion.models import Comment
from discussion.quotation import Room, quoted_article, quoted_comment

# The place of a comment on its article's page.
_PLACE = re.compile(r"c-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class OEmbedQuery(StrictSerializer):
    url = Line(max_length=1000, help_text="a comment's `permalink`, or an article's")
    maxwidth = Count(min_value=1, required=False, help_text="in pixels")
    maxheight = Count(min_value=1, required=False, help_text="in pixels")
    # The name is oEmbed's; a serializer has no use of it here.
    format = serializers.ChoiceField(choices=["json", "xml"], required=False)


class OEmbedOut(serializers.Serializer[Any]):
    version = serializers.CharField()
    type = serializers.ChoiceField(choices=["rich"])
    title = serializers.CharField()
    author_name = serializers.CharField(required=False)
    author_url = serializers.URLField(required=False)
    provider_name = serializers.CharField()
    provider_url = serializers.URLField()
    cache_age = serializers.IntegerField()
    html = serializers.CharField(help_text="a blockquote without script or style")
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class OEmbed(ApiView):
    authentication_classes = ()
    query = {"GET": OEmbedQuery}
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="oembed",
        parameters=[OEmbedQuery],
        responses={200: OEmbedOut, 304: None, **refusals(400, 404, 429, 501)},
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        """A published comment, or an article's discussion, as a quotation."""
        asked = self.params
        if asked.get("format") == "xml":
            raise Problem(501, "format-not-implemented", "The answer is JSON; ask without format.")
        room = Room.within(asked.get("maxwidth"), asked.get("maxheight"))
        body = json_bytes(_quoted(asked["url"], room))
        etag = tag_of([body])
        if seen(request, etag):
            return not_modified(etag)
        return json_bytes_response(body, headers={"ETag": etag, "Cache-Control": PUBLIC})


def _quoted(url: str, room: Room) -> dict[str, Any]:
    """Return the answer for the address. Raises Http404 for what everybody cannot read here."""
    path, _, fragment = url.removeprefix(settings.PUBLIC_URL).partition("#")
    path = path.partition("?")[0]
    if not url.startswith(f"{settings.PUBLIC_URL}/"):
        raise Http404
    try:
        page = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    if page.view_name == "pages:comment":
        return quoted_comment(_comment(page.kwargs["site"], page.kwargs["comment"]), room)
    if page.view_name != "pages:article":
        raise Http404
    if place := _PLACE.fullmatch(fragment):
        return quoted_comment(_comment(page.kwargs["site"], UUID(place[1])), room)
    articles = Article.objects.select_related("site").defer("paragraphs")
    wanted = {"site__slug": page.kwargs["site"], "slug": page.kwargs["article"]}
    return quoted_article(get_object_or_404(articles, **wanted), room)


def _comment(site: str, public_id: UUID) -> Comment:
    comments = Comment.objects.select_related("author", "public_revision", "article__site")
    wanted = {"site__slug": site, "public_id": public_id, "status": Comment.Status.PUBLISHED}
    return get_object_or_404(comments.defer("article__paragraphs"), **wanted)
