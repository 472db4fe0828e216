"""Reacting to a comment without words, over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from articles.api.base import ApiView
from articles.api.schema import refusals
from discussion.api.authentication import IsReader, reader
from discussion.api.lookups import Visitor, comment_addressed
from discussion.flows.react import react, unreact
from discussion.flows.recognise_author import recognise_author


class CommentReaction(ApiView):
    permission_classes = (IsReader,)
    buckets = {"PUT": "react", "DELETE": "react"}

    @extend_schema(
        operation_id="react",
        request=None,
        responses={204: None, **refusals(401, 403, 404, 409, 410, 429)},
    )
    def put(self, request: Request, comment_id: UUID, name: str) -> HttpResponse:
        """React to a published comment of somebody else, by a name that the site offers."""
        comment = comment_addressed(comment_id, Visitor.of(request))
        react(comment, recognise_author(reader(request)), name)
        return HttpResponse(status=204)

    @extend_schema(
        operation_id="unreact", responses={204: None, **refusals(401, 403, 404, 410, 429)}
    )
    def delete(self, request: Request, comment_id: UUID, name: str) -> HttpResponse:
        """Take one's reaction back; where there is none nothing happens."""
        visitor = Visitor.of(request)
        comment = comment_addressed(comment_id, visitor)
        if visitor.author is not None:
            unreact(comment, visitor.author, name)
        return HttpResponse(status=204)
