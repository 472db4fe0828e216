"""Articles and policies over HTTP."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from articles.api.authentication import MayWriteArticles, SiteKeyAuthentication, site_key
from articles.api.base import ApiView, json_bytes, json_bytes_response, json_response, read_input
from articles.api.conditional import PUBLIC, not_modified, seen, tag_of
from articles.api.fields import is_printable_line
from articles.api.links import Links
from articles.api.schema import refusals
from articles.api.serializers import (
    ArticleIn,
    ArticleListQuery,
    ArticleOut,
    ArticlePage,
    PolicyOut,
)
from articles.api.shapes import article_json, policy_json
from articles.flows.put_article import put_article
from articles.keyset import Slice, opened, page_of
from articles.models import Article, PolicyVersion, Site


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
        wanted = {name: sent[name] for name in ("url", "external_id") if name in sent}
        part = Slice(
            size, newest_first=True, cursor=opened(cursor, links.scope) if cursor else None
        )
        page = page_of(part, mine.filter(**wanted).select_related("site"), _itself, edges=mine)
        body = {
            "results": [article_json(article) for article in page.rows],
            "next": links.to(page.next),
            "previous": links.to(page.previous),
        }
        return _public(request, body, links.header(page))


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
        return _public(request, article_json(found))


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
        article, is_new = put_article(key.site, external_id, fields, actor=f"site_key:{key.prefix}")
        location = {"Location": f"/api/v1/articles/{article.public_id}/"} if is_new else {}
        return json_response(article_json(article), 201 if is_new else 200, location)


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
        return _public(request, policy_json(found.policy))


class SitePolicyVersion(ApiView):
    authentication_classes = ()
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="get_policy_version", responses={200: PolicyOut, **refusals(404, 429)}, auth=[]
    )
    def get(self, request: Request, site: str, number: int) -> HttpResponse:
        """A policy that is or was in force: what a decision of its time was made under."""
        published = PolicyVersion.objects.filter(published_at__isnull=False)
        return _public(
            request, policy_json(get_object_or_404(published, site__slug=site, number=number))
        )


def _itself(article: Article) -> Article:
    return article


def _public(
    request: Request, data: dict[str, Any], headers: dict[str, str] | None = None
) -> HttpResponse:
    """Answer with the data, or 304 when the caller has it; the tag is a digest of the answer."""
    body = json_bytes(data)
    etag = tag_of([body])
    if seen(request, etag):
        return not_modified(etag)
    return json_bytes_response(
        body, headers={"ETag": etag, "Cache-Control": PUBLIC, **(headers or {})}
    )
