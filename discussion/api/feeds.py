"""The newest comments as feeds, for whoever follows a discussion without an account."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from articles.api.base import ApiView
from articles.api.conditional import PUBLIC, not_modified, seen, tag_of
from articles.api.schema import refusals
from articles.models import Article, Site
from discussion.api.views import IF_NONE_MATCH
from discussion.atom import CONTENT_TYPE, feed_of_article, feed_of_site
from discussion.newest import newest_comments

# Part of every tag: a new shape of the feeds is a new feed.
SHAPE = 1
ATOM = {(200, "application/atom+xml"): OpenApiTypes.STR, 304: None}


class ArticleFeed(ApiView):
    authentication_classes = ()
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="article_feed",
        parameters=[IF_NONE_MATCH],
        responses={**ATOM, **refusals(404, 429)},
        auth=[],
    )
    def get(self, request: Request, article_id: UUID) -> HttpResponse:
        """The newest 50 comments on an article, as Atom."""
        articles = Article.objects.select_related("site").defer("paragraphs")
        article = get_object_or_404(articles, public_id=article_id)
        etag = tag_of(["atom", SHAPE, article.public_id, article.version])
        if seen(request, etag):
            return not_modified(etag)
        return _atom(feed_of_article(article, newest_comments(article=article)), etag)


class SiteFeed(ApiView):
    authentication_classes = ()
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="site_feed",
        parameters=[IF_NONE_MATCH],
        responses={**ATOM, **refusals(404, 429)},
        auth=[],
    )
    def get(self, request: Request, site: str) -> HttpResponse:
        """The newest 50 comments at a site, as Atom."""
        found = get_object_or_404(Site, slug=site)
        address = f"{settings.PUBLIC_URL}{reverse('pages:site', args=[site])}"
        body = feed_of_site(found, address, newest_comments(site=found))
        # A site has no version of its own: the tag is a digest of what it would be sent.
        etag = tag_of([body])
        return not_modified(etag) if seen(request, etag) else _atom(body, etag)


def _atom(body: bytes, etag: str) -> HttpResponse:
    headers = {"ETag": etag, "Cache-Control": PUBLIC}
    return HttpResponse(body, content_type=CONTENT_TYPE, headers=headers)
