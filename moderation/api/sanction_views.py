"""The calls with which moderators restrict an author, and lift that again."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from articles.api.base import json_response, read_input
from articles.api.schema import refusals
from discussion.api.idempotency import key_of
from discussion.models import Author, Comment, User
from moderation.api.permissions import staff
from moderation.api.sanction_serializers import LiftQuery, SanctionIn, SanctionOut, SanctionsOut
from moderation.api.sanction_shapes import sanction_json, sanctions_json
from moderation.api.views import FOR_ONE, StaffView
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.lift_sanction import lift_sanction
from moderation.models import Sanction
from moderation.roles import Act, sites_where
from moderation.sanctions.in_force import running

MOST_SHOWN = 200
IDEMPOTENCY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)


class Sanctions(StaffView):
    query = {"DELETE": LiftQuery}

    @extend_schema(
        operation_id="list_sanctions", responses={200: SanctionsOut, **refusals(403, 404)}
    )
    def get(self, request: Request, author_id: UUID) -> HttpResponse:
        """What is in force against the author, and the latest 200 sanctions."""
        author = author_seen(staff(request), author_id)
        rows = Sanction.objects.filter(author=author).order_by("-pk")
        shown = rows.select_related("comment", "imposed_by", "lifted_by")[:MOST_SHOWN]
        body = sanctions_json(author, list(shown), timezone.now())
        return json_response(body, headers=FOR_ONE)

    @extend_schema(
        operation_id="impose_sanction",
        parameters=[IDEMPOTENCY],
        request=SanctionIn,
        responses={201: SanctionOut, **refusals(400, 403, 404, 413, 415, 422)},
    )
    def post(self, request: Request, author_id: UUID) -> HttpResponse:
        """Warn the author, hold every comment, suspend until a time, or ban."""
        user = staff(request)
        author = author_seen(user, author_id)
        said = read_input(SanctionIn, request)
        comment = _comment(author, said.pop("comment_id", None))
        measure = Measure(kind=Sanction.Kind(said.pop("kind")), comment=comment, **said)
        key = key_of(request, author.site_id, f"user:{user.pk}")
        sanction = impose_sanction(author, measure, moderator=user, key=key)
        return json_response(sanction_json(sanction, author, timezone.now()), 201, FOR_ONE)

    @extend_schema(
        operation_id="lift_sanctions",
        parameters=[LiftQuery],
        responses={204: None, **refusals(400, 403, 404, 409, 422)},
    )
    def delete(self, request: Request, author_id: UUID) -> HttpResponse:
        """Lift the sanction that is named, else all that are in force: all of them, or none."""
        user = staff(request)
        author = author_seen(user, author_id)
        rows = running(author).exclude(kind=Sanction.Kind.WARNING)
        if "sanction" in self.params:
            rows = Sanction.objects.filter(author=author, public_id=self.params["sanction"])
            if not rows.exists():
                raise Http404
        with transaction.atomic():
            for sanction in rows:
                lift_sanction(sanction, moderator=user, because=self.params["because"])
        return HttpResponse(status=204)


def author_seen(user: User, author_id: UUID) -> Author:
    """Return an author of the user's sites; 404 for any other."""
    authors = Author.objects.select_related("site__policy")
    seen = authors.filter(public_id=author_id, site__in=sites_where(user, Act.SEE)).first()
    if seen is None:
        raise Http404
    return seen


def _comment(author: Author, comment_id: UUID | None) -> Comment | None:
    if comment_id is None:
        return None
    comment = Comment.objects.filter(author=author, public_id=comment_id).first()
    if comment is None:
        raise Http404
    return comment
