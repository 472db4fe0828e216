"""The desk's calls about appeals: which wait, with both sides of each, and deciding one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.schema import refusals
from articles.keyset import Slice, opened, page_of
from articles.models import Site
from discussion.models import User
from moderation.api.appeal_serializers import (
    AppealDecisionIn,
    AppealPage,
    AppealsQuery,
    DeskAppeal,
)
from moderation.api.appeal_shapes import OVERTURN, desk_appeals_json
from moderation.api.permissions import StaffSession, staff
from moderation.api.views import FOR_ONE
from moderation.complaints.appeals import appeals_seen, sites_with_appeals
from moderation.flows.decide_appeal import decide_appeal
from moderation.models import Appeal

APPEALS = "/api/v1/moderation/appeals/"


class SeesAppeals(BasePermission):
    """Staff of a site, or its second person."""

    message = "This is for the staff of a site."
    code = "not-staff"

    def has_permission(self, request: Request, view: object) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_staff and bool(sites_with_appeals(user))


class AppealsView(ApiView):
    authentication_classes = (StaffSession,)
    permission_classes = (SeesAppeals,)


class Appeals(AppealsView):
    query = {"GET": AppealsQuery}

    @extend_schema(
        operation_id="list_appeals",
        parameters=[AppealsQuery],
        responses={200: AppealPage, **refusals(400, 403, 404)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Appeals of one state, the oldest first; read forwards only."""
        user, wanted = staff(request), dict(self.params)
        kept = {name: value for name, value in wanted.items() if name != "cursor"}
        scope = f"appeals {sorted(kept.items())}"
        cursor = opened(wanted["cursor"], scope) if "cursor" in wanted else None
        edges = appeals_seen(user)
        page = page_of(
            Slice(wanted["limit"], newest_first=False, cursor=cursor),
            _shown(_filtered(edges, user, wanted)),
            lambda appeal: appeal,
            edges=edges,
        )
        link = None
        if page.next is not None:
            link = f"{APPEALS}?{urlencode({**kept, 'cursor': page.next.sealed(scope)})}"
        body = {"results": desk_appeals_json(page.rows, user), "next": link, "previous": None}
        links = {"Link": f'<{link}>; rel="next"'} if link else {}
        return json_response(body, headers={**FOR_ONE, **links})


class AppealDecision(AppealsView):
    @extend_schema(
        operation_id="decide_appeal",
        request=AppealDecisionIn,
        responses={201: DeskAppeal, **refusals(400, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, appeal_id: UUID) -> HttpResponse:
        """Uphold the decision or overturn it; by another person than whoever ruled before."""
        user = staff(request)
        appeal = appeals_seen(user).filter(public_id=appeal_id).first()
        if appeal is None:
            raise Http404
        said = read_input(AppealDecisionIn, request)
        decide_appeal(
            appeal,
            moderator=user,
            overturn=said["action"] == OVERTURN,
            reasoning=said["reasoning"],
            private_note=said["private_note"],
        )
        [shown] = desk_appeals_json([_shown(appeals_seen(user)).get(pk=appeal.pk)], user)
        return json_response(shown, 201, FOR_ONE)


def _filtered(appeals: QuerySet[Appeal], user: User, wanted: dict[str, Any]) -> QuerySet[Appeal]:
    if "site" in wanted:
        site = Site.objects.filter(slug=wanted["site"], pk__in=sites_with_appeals(user)).first()
        if site is None:
            raise Http404
        appeals = appeals.filter(site=site)
    return appeals.filter(state=wanted["state"])


def _shown(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return appeals.select_related("decision__statement", "decision__text")
