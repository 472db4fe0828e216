"""How a member of staff signs in: sessions, second factor, and the account at a provider."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class DeskSession(AbstractBaseSession):
    """A browser that is signed in, or on its way. The user stands in a column of its own, so that
    all sessions of a person can be shown, and ended at once."""

    user = models.ForeignKey(
        "discussion.User", models.CASCADE, null=True, related_name="desk_sessions"
    )
    signed_in_at = models.DateTimeField(null=True)


class Authenticator(models.Model):
    """The app that shows a person's codes. One a person; a row means that it was proved once."""

    user = models.OneToOneField(
        "discussion.User", models.CASCADE, primary_key=True, related_name="authenticator"
    )
    sealed_key = models.TextField()
    # Of the youngest code that was taken: that code and all before it are worth nothing.
    last_step = models.BigIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"authenticator of {self.user_id}"


class RecoveryCode(models.Model):
    """One way in without the app, once. The code itself is not here: only its keyed digest."""

    user = models.ForeignKey("discussion.User", models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class ProviderLink(models.Model):
    """Whom an OIDC provider means: its own name for a person, kept from the first sign-in on.

    Addresses are handed on to the next employee; subjects are not.
    """

    user = models.OneToOneField(
        "discussion.User", models.CASCADE, primary_key=True, related_name="provider_link"
    )
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="provider_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.issuer}"
