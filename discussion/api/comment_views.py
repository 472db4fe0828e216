"""One comment over HTTP: seeing, changing and withdrawing it, and why it is not seen."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.conditional import PUBLIC, expects, if_match_missing
from articles.api.problems import Problem
from articles.api.schema import refusals
from articles.api.shapes import instant
from discussion.api.authentication import IsReader
from discussion.api.listing import single
from discussion.api.lookups import Visitor, comment_addressed, own_comment
from discussion.api.serializers import Comment as CommentOut
from discussion.api.serializers import CommentEdit, StatementOut
from discussion.api.texts import body_of
from discussion.api.views import FOR_ONE, LOOK_AGAIN
from discussion.errors import StaleComment
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment, Statement
from discussion.request_id import current_request_id
from discussion.statements import appeal_words, policy_address, statement_in_force


class CommentDetail(ApiView):
    buckets = {"GET": "read", "PATCH": "edit", "DELETE": "edit"}

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny() if self.request.method in {"GET", "HEAD", "OPTIONS"} else IsReader()]

    @extend_schema(
        operation_id="get_comment",
        responses={200: CommentOut, **refusals(401, 403, 404, 410, 429)},
    )
    def get(self, request: Request, comment_id: UUID) -> HttpResponse:
        """One comment: public when it has a place in its thread, else for its author alone."""
        visitor = Visitor.of(request)
        comment = comment_addressed(comment_id, visitor)
        personal = visitor.identity is not None
        shape = single(comment, visitor.author, personal=personal)
        caching = FOR_ONE if personal else {"Cache-Control": PUBLIC, "Vary": "Authorization"}
        return json_response(shape, headers={**caching, "ETag": _etag(comment)})

    @extend_schema(
        operation_id="edit_comment",
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)],
        request=CommentEdit,
        responses={
            202: CommentOut,
            **refusals(400, 401, 403, 404, 409, 410, 412, 413, 415, 428, 429),
        },
    )
    def patch(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Change the text; what is public stays so until the new text is judged."""
        visitor = Visitor.of(request)
        comment = own_comment(comment_id, visitor)
        body = body_of(read_input(CommentEdit, request))
        match expects(request, _etag(comment)):
            case None:
                raise if_match_missing()
            case False:
                raise _stale(comment)
        try:
            edit_comment(comment, body, request_id=current_request_id())
        except StaleComment as error:
            raise _stale(comment) from error
        shape = single(comment, visitor.author, personal=True)
        return json_response(shape, 202, {**FOR_ONE, **LOOK_AGAIN, "ETag": _etag(comment)})

    @extend_schema(
        operation_id="withdraw_comment",
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER)],
        responses={204: None, **refusals(401, 403, 404, 409, 410, 412, 429)},
    )
    def delete(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Take the comment back for good; where replies live a tombstone stays."""
        visitor = Visitor.of(request)
        comment = own_comment(comment_id, visitor)
        named = expects(request, _etag(comment))
        if named is False:
            raise _stale(comment)
        try:
            withdraw_comment(comment)
        except StaleComment as error:
            if named:
                raise _stale(comment) from error
            # Who named no version wants it gone as it is, also if it was judged this very moment.
            withdraw_comment(own_comment(comment_id, visitor))
        return HttpResponse(status=204)


class CommentDecision(ApiView):
    permission_classes = (IsReader,)
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="get_decision",
        responses={200: StatementOut, **refusals(401, 403, 404, 410, 429)},
    )
    def get(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Why the comment, or its newest text, is not seen: the statement of reasons."""
        comment = own_comment(comment_id, Visitor.of(request))
        statement = statement_in_force(comment)
        if statement is None:
            raise Http404
        return json_response(_statement_json(comment, statement), headers=FOR_ONE)


def _statement_json(comment: Comment, statement: Statement) -> dict[str, Any]:
    return {
        "id": str(statement.public_id),
        "comment_id": str(comment.public_id),
        "created_at": instant(statement.created_at),
        "appeal_until": instant(statement.appeal_until),
        "how_to_appeal": appeal_words(statement),
        "appeals_url": f"/api/v1/comments/{comment.public_id}/appeals/",
        "policy_url": policy_address(comment.article.site),
        "passages": [],  # statements of before there were any
        **statement.facts,
    }


def _etag(comment: Comment) -> str:
    return f'"{comment.version}"'


def _stale(comment: Comment) -> Problem:
    """Return the refusal with what the comment is now: its author may look and try again."""
    comment.refresh_from_db(fields=["version"])
    present = single(comment, comment.author, personal=True)
    headers = {"ETag": _etag(comment)}
    return Problem(412, StaleComment.code, StaleComment().detail, headers=headers, present=present)
