"""A publication's settings change."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from articles import audit
from articles.audit import canonical
from articles.models import Blocklist, Site

# Settings that stand in the site's blocklist, by the names of its columns.
BLOCKED = {"blocked_phrases": "phrases", "blocked_domains": "domains"}


def change_site(site: Site, values: Mapping[str, Any], *, actor: str) -> list[str]:
    """Store the values and return the names of the settings that changed, which the audit keeps.

    A setting is a column of Site, `blocked_phrases` or `blocked_domains` (lists of words). The slug
    and the policy are not among them: the one is in every address, the other has a flow of its own.
    """
    if not values.keys().isdisjoint({"slug", "policy", "blocklist_digest"}):
        raise ValueError("neither slug nor policy nor a digest is a setting")
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        columns = {name: value for name, value in values.items() if name not in BLOCKED}
        changed = [name for name, value in columns.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, columns[name])
        changed += _change_blocklist(locked, values)
        if changed:
            locked.save(update_fields=[*columns.keys() & {*changed}, "blocklist_digest"])
            audit.append_event(
                locked,
                site_id=site.pk,
                kind="site.changed",
                actor=actor,
                data={"fields": changed},
            )
    return changed


def _change_blocklist(site: Site, values: Mapping[str, Any]) -> list[str]:
    """Store what of the values is the blocklist's, and its digest on the locked site."""
    blocklist = Blocklist.objects.filter(site=site).first() or Blocklist(site=site)
    changed = [
        name
        for name, column in BLOCKED.items()
        if name in values and getattr(blocklist, column) != values[name]
    ]
    if changed:
        for name in changed:
            setattr(blocklist, BLOCKED[name], values[name])
        blocklist.save()
        content = canonical([blocklist.phrases, blocklist.domains])
        site.blocklist_digest = hashlib.sha256(content.encode()).hexdigest()
    return changed
