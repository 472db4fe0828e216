"""Tokens signed with a key are no longer believed."""

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import ReaderKey, Site


def revoke_reader_key(key: ReaderKey, *, actor: str) -> None:
    """Refuse every token of the key from now on, those still valid included. Twice is once."""
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=key.site_id)
        revoked = ReaderKey.objects.filter(pk=key.pk, revoked_at=None).update(
            revoked_at=timezone.now()
        )
        if revoked:
            data = {"kid": key.kid}
            audit.append_event(
                site, site_id=site.pk, kind="reader_key.revoked", actor=actor, data=data
            )
