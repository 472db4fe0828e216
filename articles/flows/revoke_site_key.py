"""A server's key stops opening anything."""

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import Site, SiteKey


def revoke_site_key(key: SiteKey, *, actor: str) -> None:
    """Refuse the key from now on. Twice is once."""
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=key.site_id)
        revoked = SiteKey.objects.filter(pk=key.pk, revoked_at=None).update(
            revoked_at=timezone.now()
        )
        if revoked:
            data = {"prefix": key.prefix}
            audit.append_event(
                site, site_id=site.pk, kind="site_key.revoked", actor=actor, data=data
            )
