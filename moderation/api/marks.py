"""The calls with which moderators recommend comments, close threads and slow discussions down."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.base import json_response, read_input
from articles.api.fields import StrictSerializer
from articles.api.schema import refusals
from articles.flows.set_slow_mode import LONGEST_SECONDS
from articles.models import Article
from moderation.api.lookups import comment_seen
from moderation.api.permissions import staff
from moderation.api.views import FOR_ONE, StaffView
from moderation.flows.mark_comment import Mark, mark_comment
from moderation.flows.slow_article import slow_article
from moderation.roles import Act, sites_where


class MarksOut(serializers.Serializer[Any]):
    comment_id = serializers.UUIDField()
    featured = serializers.BooleanField()
    locked = serializers.BooleanField(help_text="of the thread that the comment stands in")


class SlowModeIn(StrictSerializer):
    seconds = serializers.IntegerField(min_value=0, max_value=LONGEST_SECONDS)


class SlowModeOut(serializers.Serializer[Any]):
    article_id = serializers.UUIDField()
    slow_mode_seconds = serializers.IntegerField()


class _Marked(StaffView):
    """PUT sets a mark and DELETE takes it away; each as often as one likes."""

    def _answer(self, request: Request, comment_id: UUID, mark: Mark) -> HttpResponse:
        user = staff(request)
        comment = mark_comment(comment_seen(user, comment_id), mark, moderator=user)
        root = comment.root or comment
        shape = {
            "comment_id": str(comment.public_id),
            "featured": comment.featured_at is not None,
            "locked": root.locked_at is not None,
        }
        return json_response(shape, headers=FOR_ONE)


class Featured(_Marked):
    @extend_schema(
        operation_id="feature_comment",
        request=None,
        responses={200: MarksOut, **refusals(403, 404, 409)},
    )
    def put(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Recommend a published comment to readers."""
        return self._answer(request, comment_id, Mark.FEATURE)

    @extend_schema(
        operation_id="unfeature_comment", responses={200: MarksOut, **refusals(403, 404)}
    )
    def delete(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Recommend it no more."""
        return self._answer(request, comment_id, Mark.UNFEATURE)


class Lock(_Marked):
    @extend_schema(
        operation_id="lock_thread", request=None, responses={200: MarksOut, **refusals(403, 404)}
    )
    def put(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Close the thread that the comment stands in for replies."""
        return self._answer(request, comment_id, Mark.LOCK)

    @extend_schema(operation_id="unlock_thread", responses={200: MarksOut, **refusals(403, 404)})
    def delete(self, request: Request, comment_id: UUID) -> HttpResponse:
        """Open the thread again."""
        return self._answer(request, comment_id, Mark.UNLOCK)


class SlowMode(StaffView):
    @extend_schema(
        operation_id="set_slow_mode",
        request=SlowModeIn,
        responses={200: SlowModeOut, **refusals(400, 403, 404, 413, 415)},
    )
    def put(self, request: Request, article_id: UUID) -> HttpResponse:
        """Let each author wait so long between two comments to the article; 0 ends it."""
        user = staff(request)
        sites = sites_where(user, Act.SEE)
        article = Article.objects.filter(public_id=article_id, site__in=sites).first()
        if article is None:
            raise Http404
        seconds = read_input(SlowModeIn, request)["seconds"]
        slow_article(article, seconds, moderator=user)
        shape = {"article_id": str(article.public_id), "slow_mode_seconds": seconds}
        return json_response(shape, headers=FOR_ONE)
