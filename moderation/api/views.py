"""The moderators' calls: the queue, claims, and decisions, by the same flows as the admin."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.conditional import PRIVATE, expects, if_match_missing
from articles.api.problems import Problem
from articles.api.schema import refusals
from articles.errors import DomainError
from discussion.errors import StaleComment
from discussion.models import Comment, Decision, User
from moderation.api import errors  # noqa: F401  # says how moderation's refusals are answered
from moderation.api.lookups import comment_seen, comments_seen, open_item_of, queue_part
from moderation.api.permissions import IsStaffOfASite, StaffSession, staff
from moderation.api.serializers import (
    BulkIn,
    BulkOut,
    ClaimOut,
    DecisionIn,
    DecisionOut,
    QueuePage,
    QueueQuery,
)
from moderation.api.shapes import claim_json, decision_json, items_json, present_json
from moderation.errors import NotAllowed
from moderation.flows.resolve_item import resolve_item
from moderation.policy.types import Outcome
from moderation.queue import claim_item, release_item
from moderation.roles import Act, may, sites_where

QUEUE = "/api/v1/moderation/queue/"
FOR_ONE = {"Cache-Control": PRIVATE, "Vary": "Cookie"}


class StaffView(ApiView):
    authentication_classes = (StaffSession,)
    permission_classes = (IsStaffOfASite,)


class Queue(StaffView):
    query = {"GET": QueueQuery}

    @extend_schema(
        operation_id="list_queue",
        parameters=[QueueQuery],
        responses={200: QueuePage, **refusals(400, 403, 404)},
    )
    def get(self, request: Request) -> HttpResponse:
        """What needs a person, by expected harm, reach and age; read forwards only."""
        user, wanted = staff(request), dict(self.params)
        kept = {name: value for name, value in wanted.items() if name != "cursor"}
        scope = f"queue {sorted(kept.items())}"
        part = queue_part(user, wanted, scope)
        link = None
        if part.next is not None:
            link = f"{QUEUE}?{urlencode({**kept, 'cursor': part.next.sealed(scope)})}"
        body = {
            "results": items_json(part.items, user, sites_where(user, Act.DECIDE)),
            "next": link,
            "previous": None,
        }
        links = {"Link": f'<{link}>; rel="next"'} if link else {}
        return json_response(body, headers={**FOR_ONE, **links})


class Decisions(StaffView):
    @extend_schema(
        operation_id="decide_comment",
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)],
        request=DecisionIn,
        responses={201: DecisionOut, **refusals(400, 403, 404, 409, 412, 413, 415, 422, 428)},
    )
    def post(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Publish, reject or keep on hold, as seen in the version that If-Match names."""
        user = staff(request)
        comment = comment_seen(user, comment_id)
        said = read_input(DecisionIn, request)
        match expects(request, _etag(comment)):
            case None:
                raise if_match_missing()
            case False:
                raise _stale(comment)
        try:
            decision = _resolve(comment, comment.version, user, said)
        except StaleComment as error:
            comment.refresh_from_db(fields=["version", "status"])
            raise _stale(comment) from error
        headers = {**FOR_ONE, "ETag": _etag(comment)}
        return json_response(decision_json(decision, comment), 201, headers)


class Claim(StaffView):
    @extend_schema(
        operation_id="claim_comment",
        request=None,
        responses={200: ClaimOut, **refusals(403, 404, 409)},
    )
    def put(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Say for ten minutes that you look at it; a courtesy, which guards nothing."""
        user = staff(request)
        comment = _decided_by(user, comment_id)
        claim_item(open_item_of(comment), user)
        item = open_item_of(comment)
        body = {"comment_id": str(comment.public_id), "claim": claim_json(item, user)}
        return json_response(body, headers=FOR_ONE)

    @extend_schema(operation_id="release_comment", responses={204: None, **refusals(403, 404)})
    def delete(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Give it back; somebody else's claim stays."""
        user = staff(request)
        release_item(open_item_of(_decided_by(user, comment_id)), user)
        return HttpResponse(status=204)


class BulkDecisions(StaffView):
    @extend_schema(
        operation_id="decide_comments",
        request=BulkIn,
        responses={200: BulkOut, **refusals(400, 403, 404, 413, 415)},
    )
    def post(self, request: Request) -> HttpResponse:
        """Decide several comments, each by its own version and with a result of its own."""
        user = staff(request)
        decisions = read_input(BulkIn, request)["decisions"]
        comments = comments_seen(user, {said["comment_id"] for said in decisions})
        results = [_bulk_result(comments[said["comment_id"]], user, said) for said in decisions]
        return json_response({"results": results}, headers=FOR_ONE)


def _bulk_result(comment: Comment, user: User, said: dict[str, Any]) -> dict[str, Any]:
    refusal: DomainError | None = None
    try:
        _resolve(comment, said["version"], user, said)
    except DomainError as error:
        refusal = error
        comment.refresh_from_db(fields=["version", "status"])
    return {
        "comment_id": str(comment.public_id),
        "decided": refusal is None,
        "code": refusal.code if refusal else "",
        "detail": refusal.detail if refusal else "",
        "status": comment.status,
        "version": comment.version,
    }


def _resolve(comment: Comment, seen: int, user: User, said: dict[str, Any]) -> Decision:
    return resolve_item(
        comment,
        seen_version=seen,
        outcome=Outcome(said["action"]),
        moderator=user,
        clause=said["clause"],
        reasoning=said["reasoning"],
        private_note=said.get("private_note", ""),
    )


def _decided_by(user: User, comment_id: UUID) -> Comment:
    """Return the comment, if the user may decide about it."""
    comment = comment_seen(user, comment_id)
    if not may(user, Act.DECIDE, comment.site_id):
        raise NotAllowed
    return comment


def _etag(comment: Comment) -> str:
    return f'"{comment.version}"'


def _stale(comment: Comment) -> Problem:
    headers = {"ETag": _etag(comment)}
    present = present_json(comment)
    return Problem(412, StaleComment.code, StaleComment().detail, headers=headers, present=present)
