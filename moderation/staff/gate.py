"""Who a request's user is: somebody who has signed in completely, or nobody."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from moderation.staff.sessions import SessionStore
from moderation.staff.sign_in import is_complete

CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInGate:
    """Middleware right after Django's for authentication: desk, API and pages all ask it alone.

    A page that asks by itself for what is new keeps nobody signed in: only what a person does
    counts, a change or a page opened.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(partial(_user_of, request))  # type: ignore[assignment]  # as Django's own
        response = self.get_response(request)
        if _is_persons_doing(request) and isinstance(request.session, SessionStore):
            request.session.stay_awake()
        return response


def _user_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    user = get_user(request)
    if user.is_authenticated and not is_complete(request.session):
        return AnonymousUser()
    return user


def _is_persons_doing(request: HttpRequest) -> bool:
    # Browsers say of each request whether it opens a page; who does not say it is no browser.
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return request.method not in CHANGES_NOTHING or mode == "navigate"
