"""Revocations are forgotten when every token that they concern has ended."""

from django.utils import timezone

from articles.models import RevokedToken, SignedOut


def purge_revocations() -> None:
    """Delete what has passed its end."""
    now = timezone.now()
    RevokedToken.objects.filter(expires_at__lt=now).delete()
    SignedOut.objects.filter(expires_at__lt=now).delete()
