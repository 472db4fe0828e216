"""Readers, by their site's token."""

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from articles.api.authentication import bearer_token
from discussion.api.addressed import site_by
from discussion.api.session import asks_for_session
from discussion.identity import Identity, TokenRefused, read_token


class ReaderToken(BaseAuthentication):
    """`request.auth` is the Identity; `request.user` stays anonymous: a token never makes staff.

    The token comes in the Authorization header alone, never in a cookie or the query.
    """

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Identity] | None:
        token = None if asks_for_session(request) else bearer_token(request)
        if token is None:
            return None
        named = site_by(request.parser_context["kwargs"], request.META.get("QUERY_STRING", ""))
        try:
            return AnonymousUser(), read_token(token, named)
        except TokenRefused as refusal:
            raise AuthenticationFailed(refusal.detail, refusal.code) from refusal

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="reader"'


class IsReader(BasePermission):
    """Only somebody whom their site vouches for."""

    def has_permission(self, request: Request, view: object) -> bool:
        return reader_of(request) is not None


def reader(request: Request) -> Identity:
    """Return the reader who asks; only for views that demand one."""
    found = reader_of(request)
    assert found is not None
    return found


def reader_of(request: Request) -> Identity | None:
    """Return the reader who asks; None for anybody else."""
    auth: object = request.auth
    return auth if isinstance(auth, Identity) else None
