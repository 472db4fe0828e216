"""The call with which a moderator takes back the decision just made."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from articles.api.base import json_response
from articles.api.schema import refusals
from discussion.errors import StaleComment
from moderation.api.lookups import comment_seen
from moderation.api.permissions import staff
from moderation.api.serializers import DecisionOut
from moderation.api.shapes import decision_json
from moderation.api.versions import etag_of, require_seen, stale
from moderation.api.views import FOR_ONE, StaffView
from moderation.errors import NothingToUndo
from moderation.flows.undo_decision import undo_decision


class Undo(StaffView):
    @extend_schema(
        operation_id="undo_decision",
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)],
        request=None,
        responses={201: DecisionOut, **refusals(403, 404, 409, 412, 428)},
    )
    def post(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Take back your own latest decision: a new one restores what was before it."""
        user = staff(request)
        comment = comment_seen(user, comment_id)
        require_seen(request, comment)
        decision = comment.decisions.select_related("supersedes__revision").order_by("-pk").first()
        if decision is None:
            raise NothingToUndo
        try:
            restored = undo_decision(decision, moderator=user)
        except StaleComment as error:
            raise stale(comment) from error
        headers = {**FOR_ONE, "ETag": etag_of(comment)}
        return json_response(decision_json(restored, comment), 201, headers)
