"""A reader is signed out everywhere."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import SignedOut, Site
from discussion.tokens.claims import LEEWAY
from discussion.tokens.lifetimes import MAX_GUEST_LIFETIME

# The longest that any token lives, a guest's.
REMEMBERED = timedelta(seconds=MAX_GUEST_LIFETIME + 2 * LEEWAY)


def sign_out_reader(site: Site, subject: str, *, actor: str) -> None:
    """Refuse every token with this `sub` that was issued up to now; a newer one is good."""
    now = timezone.now()
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        SignedOut.objects.update_or_create(
            site=site, subject=subject, defaults={"at": now, "expires_at": now + REMEMBERED}
        )
        data = {"subject": audit.keyed_digest("subject", subject)[:16]}
        audit.append_event(
            locked, site_id=site.pk, kind="reader.signed_out", actor=actor, data=data
        )
