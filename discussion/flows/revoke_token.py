"""One reader token is believed no longer."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import RevokedToken, Site
from discussion.tokens.claims import LEEWAY, MAX_LIFETIME

# No token lives longer, so nobody has to remember for longer which were revoked.
REMEMBERED = timedelta(seconds=MAX_LIFETIME + 2 * LEEWAY)


def revoke_token(site: Site, jti: str, *, actor: str) -> None:
    """Refuse the site's tokens of this `jti` from now on. Twice is once."""
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        _, is_new = RevokedToken.objects.get_or_create(
            site=site, jti=jti, defaults={"expires_at": timezone.now() + REMEMBERED}
        )
        if is_new:
            data = {"jti": audit.keyed_digest("jti", jti)[:16]}
            audit.append_event(
                locked, site_id=site.pk, kind="reader_token.revoked", actor=actor, data=data
            )
