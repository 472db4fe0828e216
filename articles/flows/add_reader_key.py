"""A shared secret for signing reader tokens."""

import secrets

from django.db import transaction

from articles import audit
from articles.models import ReaderKey, Site
from articles.sealing import seal


def add_reader_key(
    site: Site, *, actor: str, origin: str = ReaderKey.Origin.SITE
) -> tuple[ReaderKey, str]:
    """Store a new HS256 key and return it with its secret, which is not shown again."""
    secret = secrets.token_urlsafe(48)
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        key = ReaderKey.objects.create(
            site=site,
            kid=f"k{secrets.token_hex(4)}",
            algorithm=ReaderKey.Algorithm.HS256,
            origin=origin,
            sealed_secret=seal(secret),
        )
        data = {"kid": key.kid, "origin": key.origin}
        audit.append_event(locked, site_id=site.pk, kind="reader_key.added", actor=actor, data=data)
    return key, secret
