"""Where a site publishes the keys of its reader tokens changes."""

from django.db import transaction

from articles import audit
from articles.models import KeySet, ReaderKey, Site


def change_key_set(site: Site, url: str, *, actor: str) -> bool:
    """Fetch keys from this address from now on, from none where it is empty; tell whether that is
    new. Another address is another set: the keys of the one before are no longer believed, and
    what the operator revoked is remembered: the same set at another address would bring it back.
    """
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        before = KeySet.objects.filter(site=site).values_list("url", flat=True).first() or ""
        if url == before:
            return False
        KeySet.objects.filter(site=site).delete()
        of_a_set = ReaderKey.objects.filter(site=site, origin=ReaderKey.Origin.JWKS)
        of_a_set.filter(revoked_at=None).delete()
        if url:
            KeySet.objects.create(site=site, url=url)
        audit.append_event(
            locked, site_id=site.pk, kind="key_set.changed", actor=actor, data={"named": bool(url)}
        )
    return True
