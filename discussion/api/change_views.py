"""What changed below an article since a poller last asked."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.base import ApiView, json_response
from articles.api.conditional import ASK_FIRST, not_modified, seen, tag_of
from articles.api.fields import Count, StrictSerializer
from articles.api.schema import refusals
from articles.models import Article
from discussion.api.listing import face_of, public_shapes
from discussion.api.lookups import article_addressed
from discussion.api.serializers import Comment as CommentOut
from discussion.changed import Changed, changed_since


class ChangesQuery(StrictSerializer):
    since = Count(
        min_value=0, required=False, help_text="`seq` of the last answer; without it no comments"
    )


class ChangesOut(serializers.Serializer[Any]):
    since = serializers.IntegerField(allow_null=True)
    seq = serializers.IntegerField(help_text="up to where this answer tells")
    more = serializers.BooleanField(help_text="there is more: ask again with `since` = `seq`")
    reset = serializers.BooleanField(
        help_text="too long ago, or never: read the list of comments anew"
    )
    comments = CommentOut(many=True, help_text="as they are now, without their replies")
    removed = serializers.ListField(
        child=serializers.UUIDField(), help_text="ids of comments that left no tombstone"
    )
    comment_count = serializers.IntegerField(help_text="all that can be read below the article")


class ArticleChanges(ApiView):
    authentication_classes = ()
    query = {"GET": ChangesQuery}
    buckets = {"GET": "poll"}

    @extend_schema(
        operation_id="list_changes",
        parameters=[
            ChangesQuery,
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER),
        ],
        responses={200: ChangesOut, 304: None, **refusals(400, 404, 429)},
        auth=[],
    )
    def get(self, request: Request, article_id: UUID) -> HttpResponse:
        """What looks different below an article since `since`, 100 comments at most."""
        article = article_addressed(article_id, None)
        since: int | None = self.params.get("since")
        etag = tag_of([*face_of(article), article.change_seq, since])
        if seen(request, etag):
            return not_modified(etag, ASK_FIRST)
        changed = Changed(article.change_seq) if since is None else changed_since(article, since)
        headers = {"ETag": etag, "Cache-Control": ASK_FIRST}
        return json_response(_changes_json(article, since, changed), headers=headers)


def _changes_json(article: Article, since: int | None, changed: Changed) -> dict[str, Any]:
    return {
        "since": since,
        "seq": changed.seq,
        "more": changed.seq < article.change_seq,
        "reset": changed.reset,
        "comments": public_shapes(article, changed.rows) if changed.rows else [],
        "removed": [str(public_id) for public_id in changed.removed],
        "comment_count": article.comment_count,
    }
