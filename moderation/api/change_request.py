"""The call with which a moderator asks an author to change a comment."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.base import json_response, read_input
from articles.api.fields import StrictSerializer, Text
from articles.api.schema import refusals
from articles.api.shapes import instant
from discussion.errors import StaleComment
from moderation.api.lookups import comment_seen
from moderation.api.permissions import staff
from moderation.api.serializers import LONGEST
from moderation.api.versions import etag_of, require_seen, stale
from moderation.api.views import FOR_ONE, StaffView
from moderation.flows.request_change import request_change


class ChangeRequestIn(StrictSerializer):
    words = Text(max_length=LONGEST, help_text="said to the author")


class ChangeRequestOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    comment_id = serializers.UUIDField()
    words = serializers.CharField()
    until = serializers.DateTimeField()
    version = serializers.IntegerField()


class ChangeRequests(StaffView):
    @extend_schema(
        operation_id="request_change",
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)],
        request=ChangeRequestIn,
        responses={
            201: ChangeRequestOut,
            **refusals(400, 403, 404, 409, 412, 413, 415, 422, 428),
        },
    )
    def post(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Hold the comment and let its author change it for a week, instead of rejecting it."""
        user = staff(request)
        comment = comment_seen(user, comment_id)
        said = read_input(ChangeRequestIn, request)
        require_seen(request, comment)
        try:
            made = request_change(
                comment, seen_version=comment.version, moderator=user, words=said["words"]
            )
        except StaleComment as error:
            raise stale(comment) from error
        shape = {
            "id": str(made.public_id),
            "comment_id": str(comment.public_id),
            "words": made.words,
            "until": instant(made.until),
            "version": comment.version,
        }
        return json_response(shape, 201, {**FOR_ONE, "ETag": etag_of(comment)})
