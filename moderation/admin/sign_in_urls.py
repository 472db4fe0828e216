"""Where staff sign in, and each person's own account: before Django's own pages of these names.

Whoever may open the desk has signed in to the end: moderation.staff.gate sees to it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from moderation.admin import account, provider_pages, second_step
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.sign_in import SignInPage

Page = Callable[[HttpRequest, dict[str, Any]], HttpResponse]


def with_chrome(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Return the page as a view: given what surrounds it, and never kept by a cache."""

    @never_cache
    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        return page(request, admin.site.each_context(request))

    return view


def first_step(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """Ask for a password; who is signed in goes on to the desk."""
    if request.method == "GET" and admin.site.has_permission(request):
        return HttpResponseRedirect(reverse("admin:index"))
    return SignInPage.as_view(extra_context={**chrome, "title": "Sign in"})(request)  # type: ignore[return-value]  # no stream


def new_password(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    return account.PasswordPage.as_view(extra_context=chrome)(request)  # type: ignore[return-value]  # no stream


add_pages(
    path("login/", with_chrome(first_step), name="login"),
    path("login/code/", with_chrome(second_step.code_page), name="sign-in-code"),
    path("login/provider/", provider_pages.go_to_provider, name="sign-in-provider"),
    path("login/provider/back/", provider_pages.back_from_provider, name="sign-in-provider-back"),
    # Open to who is on the way: who must add an app is not signed in before they have.
    path("account/second-factor/", with_chrome(second_step.enrol_page), name="desk-second-factor"),
    desk_page("account/", with_chrome(account.account_page), "desk-account"),
    desk_page("password_change/", with_chrome(new_password), "password_change"),
    desk_page(
        "account/second-factor/remove/",
        with_chrome(account.remove_page),
        "desk-second-factor-remove",
    ),
    desk_page("account/recovery-codes/", with_chrome(account.renew_page), "desk-recovery-codes"),
    desk_page(
        "account/sign-out-everywhere/",
        with_chrome(account.sign_out_everywhere),
        "desk-sign-out-everywhere",
    ),
)
