"""A code in place of a second factor, typed into a form."""

from typing import Any

import structlog
from django import forms
from django.core.exceptions import ValidationError

from discussion.models import User
from moderation.admin.attempts import count_attempt
from moderation.errors import CodeRefused
from moderation.flows.use_code import use_code
from moderation.staff.sign_in import Given

BUCKET = "sign_in_code"
PASSWORDS = "sign_in"

log = structlog.get_logger(__name__)


class CodeInput(forms.TextInput):
    """What a phone offers to fill in, and writes as it is typed."""

    def __init__(self, **attrs: str) -> None:
        super().__init__(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                **attrs,
            }
        )


class CodeForm(forms.Form):
    """Any code: of the app, or for recovery."""

    code = forms.CharField(label="Code", max_length=20, widget=CodeInput())


class DigitsForm(CodeForm):
    """A code of the app: phones show their keys for numbers."""

    code = forms.CharField(label="Code", max_length=20, widget=CodeInput(inputmode="numeric"))


class PasswordAndDigitsForm(DigitsForm):
    """What adds an app to an account whose session may have been left open on a desk."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("password", "code")

    def __init__(self, user: User, *args: Any) -> None:
        super().__init__(*args)
        self.user = user

    def clean_password(self) -> str:
        """Refuse a wrong one, and one try too many."""
        count_attempt(PASSWORDS, f"user:{self.user.pk}")
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError("That is not your password.", code="wrong")
        return password


def given_by(form: CodeForm, user: User) -> Given | None:
    """Use up the code of a valid form; None with its error in the form when it is refused.

    Tries are counted for the account, wherever they come from: whoever is asked for a code has
    shown its password.
    """
    try:
        count_code(user)
        return use_code(user, form.cleaned_data["code"])
    except ValidationError as error:
        form.add_error("code", error)
    except CodeRefused as error:
        log.warning("sign_in.refused", step="code", user=user.pk)
        form.add_error("code", error.detail)
    return None


def count_code(user: User) -> None:
    """Count one more try. Raises ValidationError when it is one too many."""
    count_attempt(BUCKET, f"user:{user.pk}")
