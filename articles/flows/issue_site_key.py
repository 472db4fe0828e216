"""A key for a site's own server."""

import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction

from articles import audit
from articles.models import Site, SiteKey


def issue_site_key(site: Site, *, name: str, scopes: Sequence[str], actor: str) -> str:
    """Store a new key and return it in full: the only time that anybody sees it."""
    key = f"dsk_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        row = SiteKey.objects.create(
            site=site, name=name, prefix=key[:10], digest=digest_of(key), scopes=list(scopes)
        )
        audit.append_event(
            locked,
            site_id=site.pk,
            kind="site_key.issued",
            actor=actor,
            data={"prefix": row.prefix, "scopes": list(scopes)},
        )
    return key


def digest_of(key: str) -> str:
    """Return what is stored of a key. The key is 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()
