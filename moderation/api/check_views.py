"""A draft is checked before it is posted."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.schema import refusals
from discussion.api.authentication import IsReader
from discussion.api.lookups import Visitor, article_addressed, comment_answered
from discussion.api.texts import body_of
from discussion.api.views import FOR_ONE
from discussion.sent_text import sent_stretches
from moderation.api import errors  # noqa: F401  # says how moderation's refusals are answered
from moderation.api.check_serializers import CheckIn, CheckOut
from moderation.flows.check_draft import check_draft


class ArticleChecks(ApiView):
    permission_classes = (IsReader,)
    buckets = {"POST": "check"}

    @extend_schema(
        operation_id="check_draft",
        request=CheckIn,
        responses={200: CheckOut, **refusals(400, 401, 403, 404, 413, 415, 429, 503)},
    )
    def post(self, request: Request, article_id: UUID) -> HttpResponse:
        """Say what would become of a comment before it is posted. Nothing is stored.

        Where the site has switched it on. The text is judged by itself, as it would be below this
        article: not who writes it, nor how often. What is not answered (503) may be posted all the
        same.
        """
        visitor = Visitor.of(request)
        article = article_addressed(article_id, visitor.identity)
        fields = read_input(CheckIn, request)
        found = check_draft(
            author=visitor.author,
            article=article,
            parent=comment_answered(article, fields.get("parent_id")),
            body=body_of(fields),
        )
        found["passages"] = _passages(fields["body"], found["passages"])
        return json_response(found, headers=FOR_ONE)


def _passages(sent: str, stretches: list[tuple[int, int]]) -> list[dict[str, Any]]:
    return [{"start": start, "end": end} for start, end in sent_stretches(sent, stretches)]
