"""What readers and anybody else say against a comment: reports, and notices of illegal content."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.problems import Problem
from articles.api.schema import refusals
from articles.api.shapes import instant
from discussion.api.authentication import IsReader, reader
from discussion.api.lookups import Visitor, comment_addressed
from discussion.api.views import FOR_ONE
from discussion.flows.recognise_author import recognise_author
from discussion.models import Comment
from moderation.api import errors  # noqa: F401  # says how moderation's refusals are answered
from moderation.api.reader_serializers import NoticeIn, NoticeOut, ReportIn, ReportOut
from moderation.complaints.public_comments import comment_at, public_comment
from moderation.errors import UnknownComment
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.report_comment import report_comment
from moderation.models import Notice, Report


class CommentReports(ApiView):
    permission_classes = (IsReader,)
    buckets = {"POST": "report"}

    @extend_schema(
        operation_id="report_comment",
        request=ReportIn,
        responses={
            200: ReportOut,
            201: ReportOut,
            **refusals(400, 401, 403, 404, 409, 410, 413, 415, 429),
        },
    )
    def post(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Report a comment to its site: a person will look. Once; repeated, the first one stays."""
        comment = comment_addressed(comment_id, Visitor.of(request))
        said = read_input(ReportIn, request)
        author = recognise_author(reader(request))
        report, created = report_comment(comment, reporter=author, **said)
        return json_response(_report_json(report, comment), 201 if created else 200, FOR_ONE)


class Notices(ApiView):
    buckets = {"POST": "notice"}

    @extend_schema(
        operation_id="give_notice",
        request=NoticeIn,
        responses={202: NoticeOut, **refusals(400, 401, 413, 415, 422, 429)},
    )
    def post(self, request: Request) -> HttpResponse:
        """Give notice of illegal content (Digital Services Act, Art. 16): anybody may.

        Name and address may be left out where the notice is about sexual abuse of children; without
        an address nobody can be told what was decided.
        """
        said = read_input(NoticeIn, request)
        comment = _named(said)
        notice = give_notice(
            comment,
            explanation=said["explanation"],
            sender=Sender(said["name"], said["email"]),
            good_faith=said["good_faith"],
        )
        return json_response(_notice_json(notice, comment), 202, FOR_ONE)


def _named(said: dict[str, Any]) -> Comment:
    """Return the comment that a notice is about; the refusal says which field does not lead to
    one.
    """
    if "comment_id" in said:
        field, comment = "comment_id", public_comment(said["comment_id"])
    else:
        field, comment = "comment_url", comment_at(said.get("comment_url", ""))
    if comment is None:
        found = [{"pointer": f"/{field}", "detail": UnknownComment().detail}]
        raise Problem(422, UnknownComment.code, UnknownComment().detail, errors=found)
    return comment


def _report_json(report: Report, comment: Comment) -> dict[str, Any]:
    return {
        "id": str(report.public_id),
        "comment_id": str(comment.public_id),
        "reason": report.reason,
        "text": report.text,
        "created_at": instant(report.created_at),
    }


def _notice_json(notice: Notice, comment: Comment) -> dict[str, Any]:
    return {
        "reference": notice.reference,
        "comment_id": str(comment.public_id),
        "received_at": instant(notice.created_at),
        "receipt": "mailed" if notice.email else "this-answer",
    }
