"""A site's server proves itself with its key."""

import re
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from articles.flows.issue_site_key import digest_of
from articles.models import SiteKey

MAX_TOKEN = 8 * 1024
# The operator wants to know whether a key is in use, not each use of it.
SEEN_EVERY = timedelta(minutes=1)

_BEARER = re.compile(r"bearer ([A-Za-z0-9._~+/=-]+)", re.IGNORECASE)


def bearer_token(request: Request) -> str | None:
    """Return the token of `Authorization: Bearer`; None without the header.

    Raises AuthenticationFailed for any other scheme, for two headers, and beyond 8 KiB.
    """
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is None:
        return None
    if len(header) > MAX_TOKEN + len("Bearer "):
        raise AuthenticationFailed("The token is longer than 8 KiB.", "token-invalid")
    match = _BEARER.fullmatch(header)
    if match is None:
        raise AuthenticationFailed("Send `Authorization: Bearer` and one token.", "token-invalid")
    return match[1]


class SiteKeyAuthentication(BaseAuthentication):
    """`request.auth` is the SiteKey, its site read along; `request.user` stays anonymous."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, SiteKey] | None:
        token = self.token(request)
        if token is None:
            return None
        key = (
            SiteKey.objects.select_related("site")
            .filter(digest=digest_of(token), revoked_at__isnull=True)
            .first()
        )
        if key is None:
            raise AuthenticationFailed(
                "This is no key of a site, or it was revoked.", "key-invalid"
            )
        _note_use(key)
        return AnonymousUser(), key

    def token(self, request: Request) -> str | None:
        """Return the key that was sent."""
        return bearer_token(request)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="site key"'


class KeyWithScope(BasePermission):
    """A key of the site in the path, with the scope that the call needs."""

    scope: ClassVar[str]
    code = "key-scope"

    def has_permission(self, request: Request, view: object) -> bool:
        key = request.auth
        # The path is compared and not looked up: a key learns nothing of other sites.
        return (
            isinstance(key, SiteKey)
            and self.scope in key.scopes
            and getattr(view, "kwargs", {}).get("site") == key.site.slug
        )


class MayWriteArticles(KeyWithScope):
    scope = "articles:write"
    message = "This key may not write articles of this site."


def site_key(request: Request) -> SiteKey:
    """Return the key that the request came with; only for views that demand one."""
    key: object = request.auth
    assert isinstance(key, SiteKey)
    return key


def _note_use(key: SiteKey) -> None:
    now = timezone.now()
    horizon = now - SEEN_EVERY
    if key.last_used_at is None or key.last_used_at < horizon:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=horizon)
        SiteKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
