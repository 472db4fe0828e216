"""The second step of a sign-in: the code of the app, or the adding of one."""

from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles.sealing import SealBroken, seal, unseal
from discussion.models import User
from moderation.admin.code_forms import (
    CodeForm,
    DigitsForm,
    PasswordAndDigitsForm,
    count_code,
    given_by,
)
from moderation.admin.sign_in import arrive
from moderation.errors import AlreadyEnrolled, CodeRefused
from moderation.flows.enrol_second_factor import enrol_second_factor
from moderation.models import Authenticator
from moderation.staff import mail as account_mail
from moderation.staff.one_time_codes import address_of, new_key
from moderation.staff.recovery_codes import codes_left
from moderation.staff.sign_in import GIVEN, Given, complete, pending

NEW_KEY = "new_key"
ACCOUNT = "admin:desk-account"


def code_page(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """Ask who has given a password for a code; with it they are signed in."""
    waiting = pending(request)
    if waiting is None:
        return _begin_again(request)
    by_app = "recovery" not in request.GET
    form = (DigitsForm if by_app else CodeForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = given_by(form, waiting.user)
        if given is not None:
            complete(request, waiting.user, given)
            if given == Given.RECOVERY_CODE:
                _tell_recovered(request, waiting.user)
            return arrive(request, waiting.next_url)
    context = {**chrome, "title": "Your code", "form": form, "by_app": by_app}
    return render(request, "desk/sign_in_code.html", context)


def enrol_page(request: HttpRequest, chrome: dict[str, Any]) -> HttpResponse:
    """Show a new key, take a code computed from it, and show the recovery codes once.

    For who is signed in, and for who is on the way and must add an app before anything else.
    """
    waiting = pending(request)
    if isinstance(request.user, User):
        user = request.user
    elif waiting is not None:
        user = waiting.user
    else:
        return _begin_again(request)
    if Authenticator.objects.filter(user=user).exists():
        return HttpResponseRedirect(reverse(ACCOUNT))
    key, form = _key(request), _form(request, user)
    if request.method == "POST" and form.is_valid():
        codes = _enrolled(request, form, user, key)
        if codes:
            next_url = waiting.next_url if waiting else reverse(ACCOUNT)
            return codes_page(request, chrome, codes, next_url)
    context = {
        **chrome,
        "title": "Add an app",
        "form": form,
        "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        "picture": _picture(address_of(key, user.get_username())),
        "must": not request.user.is_authenticated,
    }
    return render(request, "desk/enrol.html", context)


def codes_page(
    request: HttpRequest, chrome: dict[str, Any], codes: list[str], next_url: str
) -> HttpResponse:
    """Show recovery codes, in this one answer and never again."""
    context = {**chrome, "title": "Your recovery codes", "codes": codes, "next": next_url}
    return render(request, "desk/recovery_codes.html", context)


def _enrolled(request: HttpRequest, form: CodeForm, user: User, key: str) -> list[str]:
    """Return the recovery codes, and sign in who was on the way; nothing, with an error in the
    form, when the code is refused."""
    here = request.session.session_key if request.user.is_authenticated else None
    try:
        count_code(user)
        codes = enrol_second_factor(user, key, form.cleaned_data["code"], session=here)
    except ValidationError as error:
        form.add_error("code", error)
        return []
    except (CodeRefused, AlreadyEnrolled) as error:
        form.add_error("code", error.detail)
        return []
    if here is None:
        complete(request, user, Given.CODE)
    else:
        request.session.cycle_key()
        request.session[GIVEN] = Given.CODE
        request.session.pop(NEW_KEY)
    account_mail.tell(user, account_mail.ENROLLED)
    return codes


def _key(request: HttpRequest) -> str:
    """Return the key that this session offers, the same until it is taken."""
    try:
        return unseal(request.session.get(NEW_KEY, ""))
    except SealBroken:
        key = new_key()
        request.session[NEW_KEY] = seal(key)
        return key


def _form(request: HttpRequest, user: User) -> CodeForm:
    said = request.POST or None
    asks = request.user.is_authenticated and user.has_usable_password()
    return PasswordAndDigitsForm(user, said) if asks else DigitsForm(said)


def _picture(address: str) -> SafeString:
    """Return a QR code as an SVG element without any style: the content policy forbids those."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff")
    return mark_safe(svg)  # noqa: S308  # paths alone: no text of anybody is in it


def _begin_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, "Sign in again: too much time has passed.")
    return HttpResponseRedirect(reverse("admin:login"))


def _tell_recovered(request: HttpRequest, user: User) -> None:
    messages.warning(request, f"That recovery code is used up. You have {codes_left(user)} more.")
    account_mail.tell(user, account_mail.RECOVERED)
