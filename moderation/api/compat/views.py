"""The compatible scoring call: the shape of the retiring Perspective API, judged by our workers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from articles.api.authentication import SiteKeyAuthentication, bearer_token, site_key
from articles.api.base import ApiView, json_response
from articles.models import SiteKey
from articles.strict_json import JsonRefused, read_object
from moderation.api.compat.answer import analysis_json
from moderation.api.compat.errors import bad_request, exception_handler
from moderation.api.compat.request import read_analysis
from moderation.api.compat.serializers import AnalyzeIn, AnalyzeOut, GoogleError
from moderation.asking.ask import ask

FAILED = OpenApiResponse(GoogleError, "the error in the shape of Google's APIs")


class KeyAsClientsSendIt(SiteKeyAuthentication):
    """The key of a site in any of the places where clients of the old service put it.

    An address gets into logs of proxies; ours have the route's name and no query.
    """

    def token(self, request: Request) -> str | None:
        sent = request.query_params.get("key") or request.headers.get("X-Goog-Api-Key")
        return bearer_token(request) or sent or None


class MayAnalyze(BasePermission):
    message = "This key may not score texts: it needs the scope analyze."
    code = "key-scope"

    def has_permission(self, request: Request, view: object) -> bool:
        key: object = request.auth
        return isinstance(key, SiteKey) and "analyze" in key.scopes


class Analyze(ApiView):
    authentication_classes = (KeyAsClientsSendIt,)
    permission_classes = (MayAnalyze,)
    buckets = {"POST": "analyze"}

    @extend_schema(
        operation_id="analyze_comment",
        parameters=[OpenApiParameter("key", str, description="the key, if no header has it")],
        request=AnalyzeIn,
        auth=[{"siteKey": []}],  # type: ignore[list-item]  # OpenAPI has scopes beside a name
        responses={200: AnalyzeOut, **dict.fromkeys((400, 403, 429, 503), FAILED)},
    )
    def post(self, request: Request) -> HttpResponse:
        """Score a text. Neither stored nor logged. Fields that it does not know are ignored."""
        asked = read_analysis(_body(request))
        found = ask(
            {
                "kind": "scores",
                "site": site_key(request).site_id,
                "text": asked.text,
                "languages": asked.languages,
                "spans": asked.spans,
            }
        )
        return json_response(analysis_json(asked, found), headers={"Cache-Control": "no-store"})

    def get_exception_handler(self) -> Callable[[Exception, Any], HttpResponse | None]:
        return exception_handler

    def _read_query(self, request: Request) -> Mapping[str, Any]:
        """Take whatever clients of Google's APIs add to the address."""
        return {}


def _body(request: Request) -> dict[str, Any]:
    """Return the body's object. Not by the parser, which wants to be told that it is JSON."""
    try:
        return read_object(request._request.body)
    except JsonRefused as refusal:
        raise bad_request(refusal.detail) from refusal
