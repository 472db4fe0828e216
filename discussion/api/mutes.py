"""Whom a reader does not want to read: their own list, seen by nobody else."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.base import ApiView, json_response
from articles.api.schema import refusals
from articles.api.shapes import instant
from discussion.api.addressed import SiteQuery
from discussion.api.authentication import IsReader, reader
from discussion.api.serializers import AuthorOut
from discussion.api.views import FOR_ONE
from discussion.flows.mute_author import mute_author
from discussion.flows.recognise_author import recognise_author
from discussion.models import Author, Mute
from discussion.shapes import known_author_json


class MutedOut(serializers.Serializer[Any]):
    author = AuthorOut()
    since = serializers.DateTimeField()


class MutesOut(serializers.Serializer[Any]):
    results = MutedOut(many=True)


class Mutes(ApiView):
    permission_classes = (IsReader,)
    query = {"GET": SiteQuery}
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="list_mutes",
        parameters=[SiteQuery],
        responses={200: MutesOut, **refusals(401, 429)},
    )
    def get(self, request: Request) -> HttpResponse:
        """All whom the reader mutes, the latest first."""
        identity = reader(request)
        mutes = (
            Mute.objects.filter(reader__site_id=identity.site_id, reader__subject=identity.subject)
            .select_related("muted")
            .order_by("-pk")
        )
        return json_response({"results": [_muted_json(mute) for mute in mutes]}, headers=FOR_ONE)


class MutedAuthor(ApiView):
    permission_classes = (IsReader,)
    query = {"PUT": SiteQuery, "DELETE": SiteQuery}
    buckets = {"PUT": "mute", "DELETE": "mute"}

    @extend_schema(
        operation_id="mute_author",
        parameters=[SiteQuery],
        request=None,
        responses={204: None, **refusals(401, 403, 404, 409, 429)},
    )
    def put(self, request: Request, author_id: UUID) -> HttpResponse:
        """Leave this author's words out of the reader's lists and of their mail."""
        identity = reader(request)
        muted = get_object_or_404(Author, public_id=author_id, site_id=identity.site_id)
        mute_author(recognise_author(identity), muted)
        return HttpResponse(status=204)

    @extend_schema(
        operation_id="unmute_author",
        parameters=[SiteQuery],
        responses={204: None, **refusals(401, 429)},
    )
    def delete(self, request: Request, author_id: UUID) -> HttpResponse:
        """Read this author again."""
        identity = reader(request)
        Mute.objects.filter(
            reader__site_id=identity.site_id,
            reader__subject=identity.subject,
            muted__public_id=author_id,
        ).delete()
        return HttpResponse(status=204)


def _muted_json(mute: Mute) -> dict[str, Any]:
    return {"author": known_author_json(mute.muted), "since": instant(mute.created_at)}
