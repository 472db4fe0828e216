"""An article's comments over HTTP: the list, and posting."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request

from articles.api.base import ApiView, json_bytes_response, json_response, read_input
from articles.api.coding import coding_for, tag_in
from articles.api.conditional import PRIVATE, PUBLIC, not_modified, seen
from articles.api.schema import refusals
from articles.models import Article
from discussion.api.authentication import IsReader, reader
from discussion.api.idempotency import request_key
from discussion.api.listing import Asked, just_posted, personal_page, single
from discussion.api.lookups import Visitor, article_addressed, comment_answered
from discussion.api.page_cache import finished_page
from discussion.api.serializers import Comment as CommentOut
from discussion.api.serializers import CommentIn, CommentListQuery, CommentPage
from discussion.api.texts import body_of
from discussion.flows.post_comment import Posted, made_before, post_comment
from discussion.flows.recognise_author import recognise_author
from discussion.models import Author
from discussion.request_id import current_request_id

# A judgement takes about this long; an earlier look is worth nothing.
LOOK_AGAIN = {"Retry-After": "2"}
FOR_ALL = {"Cache-Control": PUBLIC, "Vary": "Authorization, Accept-Encoding"}
FOR_ONE = {"Cache-Control": PRIVATE, "Vary": "Authorization"}
IDEMPOTENCY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)
IF_NONE_MATCH = OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER)


class CommentList(ApiView):
    query = {"GET": CommentListQuery}
    buckets = {"GET": "read", "POST": "post"}

    def get_permissions(self) -> list[BasePermission]:
        return [IsReader() if self.request.method == "POST" else AllowAny()]

    @extend_schema(
        operation_id="list_comments",
        parameters=[CommentListQuery, IF_NONE_MATCH],
        responses={200: CommentPage, 304: None, **refusals(400, 401, 403, 404, 429)},
    )
    def get(self, request: Request, article_id: UUID) -> HttpResponse:
        """A page of comments with their replies; with a token, also what that reader alone sees."""
        visitor = Visitor.of(request)
        article = article_addressed(article_id, visitor.identity)
        asked = Asked.of(article, dict(self.params))
        if visitor.identity is not None:
            body, links = personal_page(asked, visitor.author)
            return json_bytes_response(body, headers={**links, **FOR_ONE})
        etag = asked.etag
        coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if seen(request, etag):
            return not_modified(tag_in(etag, coding), vary=FOR_ALL["Vary"])
        body, links = finished_page(asked, etag, coding)
        coded = {"Content-Encoding": coding} if coding else {}
        headers = {**links, **coded, "ETag": tag_in(etag, coding), **FOR_ALL}
        return json_bytes_response(body, headers=headers)

    @extend_schema(
        operation_id="post_comment",
        parameters=[IDEMPOTENCY],
        request=CommentIn,
        responses={202: CommentOut, **refusals(400, 401, 403, 404, 409, 413, 415, 422, 429)},
    )
    def post(self, request: Request, article_id: UUID) -> HttpResponse:
        """Post a comment; it is judged after this answer, and its author sees the outcome."""
        identity = reader(request)
        article = article_addressed(article_id, identity)
        fields = read_input(CommentIn, request)
        body = body_of(fields)
        author = recognise_author(identity)
        key = request_key(request, author)
        answered = fields.get("parent_id")
        # Before the parent is looked for: a repeated request is answered also when it is gone.
        if answered and (made := made_before(key)) is not None:
            return _accepted(Posted(made, None), article, author)
        posted = post_comment(
            author=author,
            article=article,
            parent=comment_answered(article, answered),
            body=body,
            request_id=current_request_id(),
            key=key,
        )
        return _accepted(posted, article, author)


def _accepted(posted: Posted, article: Article, author: Author) -> HttpResponse:
    comment, text = posted.comment, posted.text
    comment.article = article
    location = reverse("comment", kwargs={"comment_id": comment.public_id})
    headers = {**FOR_ONE, **LOOK_AGAIN, "Location": f"{settings.PUBLIC_URL}{location}"}
    if text is None:
        return json_response(single(comment, author, personal=True), 202, headers)
    return json_response(just_posted(comment, author, text), 202, headers)
