"""The author's appeals: opening one, and seeing what became of it."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.conditional import PRIVATE
from articles.api.schema import refusals
from discussion.api.addressed import SiteQuery
from discussion.api.authentication import IsReader, ReaderToken, reader_of
from discussion.api.idempotency import request_key
from discussion.api.lookups import Visitor, comment_addressed
from discussion.api.session import SessionReader
from discussion.api.views import FOR_ONE, IDEMPOTENCY
from discussion.models import Author, Comment, User
from moderation.api import errors  # noqa: F401  # says how moderation's refusals are answered
from moderation.api.appeal_shapes import appeal_json
from moderation.api.permissions import StaffSession
from moderation.api.reader_serializers import AppealIn, AppealOut
from moderation.complaints.appeals import appeals_seen
from moderation.flows.open_appeal import appeal_made_before, open_appeal
from moderation.models import Appeal


class CommentAppeals(ApiView):
    permission_classes = (IsReader,)
    buckets = {"POST": "appeal"}

    @extend_schema(
        operation_id="open_appeal",
        parameters=[IDEMPOTENCY],
        request=AppealIn,
        responses={
            201: AppealOut,
            **refusals(400, 401, 403, 404, 409, 410, 413, 415, 422, 429),
        },
    )
    def post(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Appeal the decision that keeps your comment, or its newest text, from readers.

        Once a decision, until `appeal_until` of its statement; another person answers than the one
        who decided.
        """
        comment, author = _own(comment_id, Visitor.of(request))
        said = read_input(AppealIn, request)
        key = request_key(request, author)
        made = appeal_made_before(key) or open_appeal(
            comment, author=author, words=said["words"], key=key
        )
        location = reverse("appeal", kwargs={"appeal_id": made.public_id})
        headers = {**FOR_ONE, "Location": f"{settings.PUBLIC_URL}{location}"}
        return json_response(appeal_json(made), 201, headers)


class IsReaderOrStaff(BasePermission):
    """Somebody known; which appeals they see, the look-up says."""

    def has_permission(self, request: Request, view: object) -> bool:
        return reader_of(request) is not None or isinstance(request.user, User)


class AppealDetail(ApiView):
    authentication_classes = (ReaderToken, SessionReader, StaffSession)
    permission_classes = (IsReaderOrStaff,)
    query = {"GET": SiteQuery}
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="get_appeal",
        parameters=[SiteQuery],
        responses={200: AppealOut, **refusals(401, 403, 404, 429)},
    )
    def get(self, request: Request, appeal_id: UUID) -> HttpResponse:
        """What became of an appeal: for its author, and for staff of the site."""
        headers = {"Cache-Control": PRIVATE, "Vary": "Authorization, Cookie"}
        return json_response(appeal_json(_seen(request, appeal_id)), headers=headers)


def _own(comment_id: UUID, visitor: Visitor) -> tuple[Comment, Author]:
    """Return the visitor's own comment; what is somebody else's has no appeals for them."""
    comment = comment_addressed(comment_id, visitor)
    if visitor.author is None or comment.author_id != visitor.author.pk:
        raise Http404
    return comment, visitor.author


def _seen(request: Request, appeal_id: UUID) -> Appeal:
    if isinstance(request.user, User):
        appeals = appeals_seen(request.user)
    else:
        author = Visitor.of(request).author
        appeals = Appeal.objects.filter(author=author).exclude(author=None)
    found = appeals.select_related("comment", "decision__statement").filter(public_id=appeal_id)
    appeal = found.first()
    if appeal is None:
        raise Http404
    return appeal
