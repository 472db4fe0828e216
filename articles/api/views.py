"""Articles and policies over HTTP."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from articles.addresses import known_as
from articles.api.authentication import MayWriteArticles, SiteKeyAuthentication, site_key
from articles.api.base import ApiView, json_response, read_input
from articles.api.conditional import public_answer
from articles.api.fields import is_printable_line
from articles.api.links import Links
from articles.api.schema import refusals
from articles.api.serializers import (
    ArticleIn,
    ArticleListQuery,
    ArticleOut,
    ArticlePage,
    LazyArticleIn,
    PolicyOut,
)
from articles.api.shapes import article_json, policy_json
from articles.flows.add_lazy_article import add_lazy_article
from articles.flows.put_article import put_article
from articles.keyset import Slice, opened, page_of
from articles.models import LISTED, Article, PolicyVersion, Site


class ArticleList(ApiView):
    authentication_classes = ()
    query = {"GET": ArticleListQuery}
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="list_articles",
        parameters=[ArticleListQuery],
        responses={200: ArticlePage, **refusals(400, 404, 429)},
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        """The articles of a site, newest first; with `url` or `external_id` the one meant."""
        sent = dict(self.params)
        size, cursor = sent.pop("limit"), sent.pop("cursor", None)
        site = get_object_or_404(Site, slug=sent["site"])
        links = Links(
            "/api/v1/articles/", {**sent, "limit": size}, f"articles {sorted(sent.items())}"
        )
        mine = Article.objects.filter(site=site)
        wanted: dict[str, Any] = {}
        if "external_id" in sent:
            wanted["external_id"] = sent["external_id"]
        if "url" in sent:
            wanted["url__in"] = known_as(sent["url"])
        part = Slice(
            size, newest_first=True, cursor=opened(cursor, links.scope) if cursor else None
        )
        found = mine.filter(**wanted) if wanted else mine.filter(LISTED)
        page = page_of(part, found.select_related("site"), _itself, edges=mine)
        body = {
            "results": [article_json(article) for article in page.rows],
            "next": links.to(page.next),
            "previous": links.to(page.previous),
        }
        return public_answer(request, body, links.header(page))


class ArticleDetail(ApiView):
    authentication_classes = ()
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="get_article",
        responses={200: ArticleOut, **refusals(404, 429)},
        auth=[],
    )
    def get(self, request: Request, article_id: UUID) -> HttpResponse:
        """One article, with what its page prints."""
        found = get_object_or_404(Article.objects.select_related("site"), public_id=article_id)
        return public_answer(request, article_json(found))


class SiteArticles(ApiView):
    authentication_classes = ()
    buckets = {"POST": "article_lazy"}

    @extend_schema(
        operation_id="add_lazy_article",
        parameters=[OpenApiParameter("Origin", str, OpenApiParameter.HEADER, required=True)],
        request=LazyArticleIn,
        responses={200: ArticleOut, 201: ArticleOut, **refusals(400, 403, 404, 413, 415, 429)},
        auth=[],
    )
    def post(self, request: Request, site: str) -> HttpResponse:
        """The article of the page that the visitor is on; made when nobody registered it."""
        found = get_object_or_404(Site, slug=site)
        fields = read_input(LazyArticleIn, request)
        origin = request.META.get("HTTP_ORIGIN", "")
        return _put_json(*add_lazy_article(found, fields, origin=origin))


class SiteArticle(ApiView):
    authentication_classes = (SiteKeyAuthentication,)
    permission_classes = (MayWriteArticles,)
    buckets = {"PUT": "site_write"}

    @extend_schema(
        operation_id="put_article",
        request=ArticleIn,
        responses={200: ArticleOut, 201: ArticleOut, **refusals(400, 401, 403, 404, 413, 415, 429)},
    )
    def put(self, request: Request, site: str, external_id: str) -> HttpResponse:
        """Register an article or change it; what is left out stays as it is."""
        if len(external_id) > 200 or not is_printable_line(external_id):
            raise Http404
        fields = read_input(ArticleIn, request)
        key = site_key(request)
        actor = f"site_key:{key.prefix}"
        return _put_json(*put_article(key.site, external_id, fields, actor=actor))


class SitePolicy(ApiView):
    authentication_classes = ()
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="get_policy", responses={200: PolicyOut, **refusals(404, 429)}, auth=[]
    )
    def get(self, request: Request, site: str) -> HttpResponse:
        """The policy in force."""
        found = get_object_or_404(Site.objects.select_related("policy"), slug=site)
        if found.policy is None:
            raise Http404
        return public_answer(request, policy_json(found.policy))


class SitePolicyVersion(ApiView):
    authentication_classes = ()
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="get_policy_version", responses={200: PolicyOut, **refusals(404, 429)}, auth=[]
    )
    def get(self, request: Request, site: str, number: int) -> HttpResponse:
        """A policy that is or was in force: what a decision of its time was made under."""
        published = PolicyVersion.objects.filter(published_at__isnull=False)
        return public_answer(
            request, policy_json(get_object_or_404(published, site__slug=site, number=number))
        )


def _put_json(article: Article, is_new: bool) -> HttpResponse:
    location = {"Location": f"/api/v1/articles/{article.public_id}/"} if is_new else {}
    return json_response(article_json(article), 201 if is_new else 200, location)


def _itself(article: Article) -> Article:
    return article
