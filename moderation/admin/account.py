"""My account: what protects it, where it is signed in, and how to end that."""

from typing import Any

import structlog
from django.contrib import messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import logout
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST

from moderation.admin.attempts import count_attempt
from moderation.admin.code_forms import PASSWORDS, CodeForm, given_by
from moderation.admin.scoped import actor_of, staff_of
from moderation.admin.second_step import ACCOUNT, codes_page
from moderation.admin.sign_in import go_on
from moderation.errors import NotEnrolled
from moderation.flows.remove_second_factor import remove_second_factor
from moderation.flows.renew_recovery_codes import renew_recovery_codes
from moderation.models import Authenticator, ProviderLink
from moderation.staff import mail as account_mail
from moderation.staff.recovery_codes import codes_left
from moderation.staff.sessions import end_sessions, sessions_of
from moderation.staff.sign_in import GIVEN, Given, is_required, last_time

log = structlog.get_logger(__name__)


def account_page(
    request: HttpRequest, chrome: dict[str, Any], form: CodeForm | None = None
) -> HttpResponse:
    """Show the signed-in person's own account."""
    user = staff_of(request)
    context = {
        **chrome,
        "title": "My account",
        "form": form or CodeForm(),
        "authenticator": Authenticator.objects.filter(user=user).first(),
        "codes_left": codes_left(user),
        "link": ProviderLink.objects.filter(user=user).first(),
        "required": is_required(),
        "before": last_time(request.session),
        "sessions": list(sessions_of(user)),
        "here": request.session.session_key,
    }
    return render(request, "desk/account.html", context)


@require_POST
def remove_page(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """Take the app off the account, with a code. Where codes are required another one follows."""
    user, form = staff_of(request), CodeForm(request.POST)
    if not form.is_valid() or given_by(form, user) is None:
        return account_page(request, chrome, form)
    remove_second_factor(user, actor=actor_of(request), session=request.session.session_key)
    account_mail.tell(user, account_mail.REMOVED)
    if is_required():
        logout(request)
        return go_on(request, user, reverse(ACCOUNT))
    request.session[GIVEN] = Given.NONE
    messages.success(request, "Your account asks for no code any more.")
    return HttpResponseRedirect(reverse(ACCOUNT))


@require_POST
def renew_page(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """Make new recovery codes, with a code, and show them once."""
    user, form = staff_of(request), CodeForm(request.POST)
    if not form.is_valid() or given_by(form, user) is None:
        return account_page(request, chrome, form)
    try:
        codes = renew_recovery_codes(user)
    except NotEnrolled as error:
        form.add_error("code", error.detail)
        return account_page(request, chrome, form)
    account_mail.tell(user, account_mail.RENEWED)
    return codes_page(request, chrome, codes, reverse(ACCOUNT))


@require_POST
def sign_out_everywhere(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """End every session of the person, this one too."""
    user = staff_of(request)
    log.info("sign_out.everywhere", user=user.pk, sessions=end_sessions(user))
    logout(request)
    messages.success(request, "You are signed out everywhere.")
    return HttpResponseRedirect(reverse("admin:login"))


class PasswordForm(AdminPasswordChangeForm):
    """Counts tries of the old password: a session may have been left open on a desk."""

    def clean_old_password(self) -> str:
        count_attempt(PASSWORDS, f"user:{self.user.pk}")
        return super().clean_old_password()


class PasswordPage(PasswordChangeView):
    """A new password ends every other session."""

    form_class = PasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        user = staff_of(self.request)
        ended = end_sessions(user, but=self.request.session.session_key)
        log.info("password.changed", user=user.pk, sessions=ended)
        account_mail.tell(user, account_mail.NEW_PASSWORD)
        return answer
