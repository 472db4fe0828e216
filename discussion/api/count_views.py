"""How many comments articles have: for lists of links, many at once."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.conditional import public_answer
from articles.api.fields import Line, StrictSerializer, Text
from articles.api.problems import Problem
from articles.api.schema import refusals
from articles.counts import counts_by_external_id, counts_by_url
from articles.models import Site

MOST = 100


class CountQuery(StrictSerializer):
    site = Line(max_length=63, help_text="slug of the site")
    url = Text(max_length=600, required=False)
    id = Line(max_length=200, required=False, help_text="the site's own id of the article")


class CountsQuery(StrictSerializer):
    site = Line(
        max_length=63,
        required=False,
        help_text="slug of the site; a page of another origin names it here, where its browser's "
        "question about CORS shows it",
    )


class CountsIn(StrictSerializer):
    site = Line(max_length=63, required=False, help_text="where the query names none")
    urls = serializers.ListField(child=Text(max_length=600), required=False)
    ids = serializers.ListField(
        child=Line(max_length=200), required=False, help_text="the site's own ids of articles"
    )


class CountsOut(serializers.Serializer[Any]):
    counts = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="by url or id as they were sent; 0 for an article that nobody registered",
    )


class Counts(ApiView):
    authentication_classes = ()
    query = {"GET": CountQuery, "POST": CountsQuery}
    buckets = {"GET": "read", "POST": "read"}

    @extend_schema(
        operation_id="get_count",
        parameters=[CountQuery],
        responses={200: CountsOut, 304: None, **refusals(400, 404, 429)},
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        """How many comments can be read below one article, by its url or the site's id."""
        sent = self.params
        named = {f"{name}s": [sent[name]] for name in ("url", "id") if name in sent}
        return public_answer(request, _counts_json(sent["site"], named))

    @extend_schema(
        operation_id="get_counts",
        parameters=[CountsQuery],
        request=CountsIn,
        responses={200: CountsOut, **refusals(400, 404, 413, 415, 422, 429)},
        auth=[],
    )
    def post(self, request: Request) -> HttpResponse:
        """How many comments can be read below each of 100 articles at most."""
        sent = read_input(CountsIn, request)
        sites = {place["site"] for place in (self.params, sent) if "site" in place}
        if len(sites) != 1:
            raise Problem(400, "invalid", "Name one site, in the query or in the body.")
        sent.pop("site", None)
        return json_response(_counts_json(sites.pop(), sent))


def _counts_json(site_slug: str, named: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    if len(named) != 1:
        raise Problem(400, "invalid", "Name articles by url or by id, one of both.")
    (way, names) = next(iter(named.items()))
    if len(names) > MOST:
        raise Problem(422, "too-many", f"At most {MOST} articles are counted at once.")
    site = Site.objects.only("pk").filter(slug=site_slug).first()
    if site is None:
        raise Http404
    counted = counts_by_url if way == "urls" else counts_by_external_id
    return {"counts": counted(site, names)}
