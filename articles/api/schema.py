"""What the OpenAPI document says beyond the views' own words."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from articles.api.serializers import ProblemOut


def refusals(*statuses: int) -> dict[tuple[int, str], type[ProblemOut]]:
    """Return the problem answers of a call, for `extend_schema(responses=...)`."""
    return {(status, "application/problem+json"): ProblemOut for status in statuses}


class SiteKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # no types
    target_class = "articles.api.authentication.SiteKeyAuthentication"
    name = "siteKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of a site's server: `dsk_…`, made by `manage.py site_key`.",
        }
