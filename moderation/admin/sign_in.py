"""Signing in to the desk: passwords may be tried, but not by the thousand."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from discussion.api.address import network_of
from discussion.api.throttles import counted

BUCKET = "sign_in"


class SignInForm(AdminAuthenticationForm):
    """Counts each try for a name from a network, before the password is looked at.

    Not for the name alone: anybody could then lock a moderator out.
    """

    def clean(self) -> dict[str, Any]:
        """Refuse one try too many, whether or not its password is right."""
        assert self.request is not None  # the admin's view gives it
        name = str(self.cleaned_data.get("username", "")).casefold()
        counts = counted(BUCKET, f"{network_of(self.request)} {name}")
        if not all(count.allowed for count in counts):
            minutes = max(count.reset_seconds for count in counts) // 60 + 1
            raise ValidationError(f"Too many tries. Wait {minutes} minutes.", code="throttled")
        return super().clean()
