"""The OpenAPI document, and a page to read and try it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.views import SpectacularJSONAPIView


class OpenApiDocument(SpectacularJSONAPIView):
    """The document as JSON; made from the code, and the same as docs/openapi.yaml."""

    authentication_classes = ()
    buckets = {"GET": "read"}


@require_safe
def docs_page(request: HttpRequest) -> HttpResponse:
    """Swagger UI from our own static files: a strict policy refuses any inline script."""
    return render(request, "discussion/api_docs.html")


class StaffSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # no types
    target_class = "rest_framework.authentication.SessionAuthentication"
    match_subclasses = True
    priority = 1
    name = "staffSession"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The session of the admin; a change needs X-CSRFToken besides.",
        }


class ReaderTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # no types
    target_class = "discussion.api.authentication.ReaderToken"
    name = "readerToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A token that the site's server signs (HS256, RS256, ES256, EdDSA), "
            "or a guest's, which this service signs: docs/readers.md.",
        }


class SessionReaderScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # no types
    target_class = "discussion.api.session.SessionReader"
    name = "readerSession"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "Session",
            "description": "The session of a user of the same project, where the site takes "
            "sessions: `Authorization: Session` beside the cookie, from pages of the same origin; "
            "a change needs X-CSRFToken besides. docs/readers.md.",
        }
