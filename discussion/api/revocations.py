"""A site's server takes back what it vouched for: one token, or all of a person's."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.authentication import KeyWithScope, SiteKeyAuthentication, site_key
from articles.api.base import ApiView, read_input
from articles.api.fields import StrictSerializer, Text
from articles.api.schema import refusals
from discussion.flows.revoke_token import revoke_token
from discussion.flows.sign_out_reader import sign_out_reader
from discussion.tokens.claims import MAX_JTI, MAX_SUBJECT


class RevocationIn(StrictSerializer):
    jti = Text(max_length=MAX_JTI, required=False, help_text="of the token that is revoked")
    subject = Text(
        max_length=MAX_SUBJECT,
        required=False,
        help_text="`sub` of the person who is signed out: of every token that was issued up to now",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take one of both."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Give either `jti` or `subject`.")
        return attrs


class MayRevoke(KeyWithScope):
    """A key of the site in the path, with the scope for revoking."""

    scope = "readers:revoke"
    message = "This key may not sign readers of this site out."


class Revocations(ApiView):
    authentication_classes = (SiteKeyAuthentication,)
    permission_classes = (MayRevoke,)
    buckets = {"POST": "site_write"}

    @extend_schema(
        operation_id="revoke_tokens",
        request=RevocationIn,
        responses={204: None, **refusals(400, 401, 403, 413, 415, 429)},
    )
    def post(self, request: Request, site: str) -> HttpResponse:
        """Revoke a token by its `jti`, or sign a person out everywhere by their `sub`; at once, and
        the same twice.
        """
        said, key = read_input(RevocationIn, request), site_key(request)
        actor = f"site_key:{key.prefix}"
        if "jti" in said:
            revoke_token(key.site, said["jti"], actor=actor)
        else:
            sign_out_reader(key.site, said["subject"], actor=actor)
        return HttpResponse(status=204)
