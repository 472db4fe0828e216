"""Users of the same project as readers, by their session: for pages of the service's own origin."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from articles.api.problems import Problem
from articles.models import ReaderRules
from discussion.api.addressed import site_by
from discussion.identity import Identity, identity_of_user
from discussion.models import User

SCHEME = "session"


class SessionReader(BaseAuthentication):
    """`Authorization: Session` asks for it; `request.auth` is the Identity.

    Asked for, since a cookie comes along with every request: public answers stay public, whoever
    is signed in. `request.user` stays anonymous: a moderator who reads has no more to say than any
    reader.
    """

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Identity] | None:
        if not asks_for_session(request):
            return None
        _refuse_other_origins(request._request)
        user = request._request.user
        if not isinstance(user, User):
            raise AuthenticationFailed("Nobody is signed in here.", "not-authenticated")
        _check_csrf(request._request)
        return AnonymousUser(), identity_of_user(user, _site_id(request))


def asks_for_session(request: Request) -> bool:
    """Whether the request names the session as its proof."""
    return str(request.META.get("HTTP_AUTHORIZATION", "")).lower() == SCHEME


def _refuse_other_origins(request: HttpRequest) -> None:
    """Refuse what a page of another origin sent, also one that may read answers by CORS."""
    own = f"{request.scheme}://{request.get_host()}"
    fetched = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.headers.get("Origin", own) != own or fetched != "same-origin":
        raise Problem(403, "other-origin", "A session counts for pages of this origin alone.")


def _check_csrf(request: HttpRequest) -> None:
    try:
        # Django's own request: it reads no JSON body for the token, the header alone counts.
        SessionAuthentication().enforce_csrf(request)  # type: ignore[arg-type]  # it asks no more
    except PermissionDenied as error:
        raise Problem(403, "csrf", "The CSRF token is missing or wrong.") from error


def _site_id(request: Request) -> int:
    """Return the site that the request speaks of, if it takes sessions."""
    named = site_by(request.parser_context["kwargs"], request.META.get("QUERY_STRING", ""))
    if named is None:
        raise AuthenticationFailed("A session names no site: say `?site=`.", "not-authenticated")
    lookup, value = named
    rules = ReaderRules.objects.filter((f"site__{lookup}", value), session_readers=True)
    site_id = rules.values_list("site_id", flat=True).first()
    if site_id is None:
        raise AuthenticationFailed("That site takes no sessions.", "not-authenticated")
    return site_id
