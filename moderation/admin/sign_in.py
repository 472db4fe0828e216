"""The first step: a name and a password."""

from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import dateformat

from discussion.api.address import network_of
from discussion.models import User
from moderation.admin.attempts import count_attempt
from moderation.staff.sign_in import Step, begin, last_time

BUCKET = "sign_in"
TIME = "j M Y, H:i"
STEPS = {Step.CODE: "admin:sign-in-code", Step.ENROL: "admin:desk-second-factor"}

log = structlog.get_logger(__name__)


class SignInForm(AdminAuthenticationForm):
    """Counts each try for a name from a network, before the password is looked at.

    Not for the name alone: anybody could then lock a moderator out.
    """

    def clean(self) -> dict[str, Any]:
        """Refuse one try too many, whether or not its password is right."""
        assert self.request is not None  # the admin's view gives it
        name = str(self.cleaned_data.get("username", ""))
        count_attempt(BUCKET, f"{network_of(self.request)} {name.casefold()}")
        try:
            return super().clean()
        except ValidationError:
            # Never the name itself: people type their password into that field.
            known = User.objects.filter(username=name).values_list("pk", flat=True).first()
            log.warning("sign_in.refused", step="password", user=known)
            raise


class SignInPage(LoginView):
    """Django's page; a right password alone signs in nobody who has a second factor."""

    form_class = SignInForm
    template_name = "desk/sign_in.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on with the next step."""
        return go_on(self.request, form.get_user(), self.get_success_url())

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"provider": settings.OIDC, **super().get_context_data(**kwargs)}


def go_on(
    request: HttpRequest, user: User, next_url: str, *, vouched: bool = False
) -> HttpResponse:
    """Answer a right first step: with the next one, or with where the person was going."""
    step = begin(request, user, next_url, vouched=vouched)
    if step == Step.DONE:
        return arrive(request, next_url)
    return HttpResponseRedirect(reverse(STEPS[step]))


def arrive(request: HttpRequest, next_url: str) -> HttpResponse:
    """Answer the last step: whoever never signed in at that time learns it now."""
    before = last_time(request.session)
    if before is not None:
        messages.info(request, f"You signed in before on {dateformat.format(before, TIME)} UTC.")
    return HttpResponseRedirect(next_url)
