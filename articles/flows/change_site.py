"""A publication's settings change."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from articles import audit
from articles.models import Site


def change_site(site: Site, values: Mapping[str, Any], *, actor: str) -> list[str]:
    """Store the values and return the names of the columns that changed, which the audit keeps.

    The slug and the policy are not among the settings: the one is in every address, the other has a
    flow of its own.
    """
    if not values.keys().isdisjoint({"slug", "policy"}):
        raise ValueError("neither slug nor policy is a setting")
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        changed = [name for name, value in values.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, values[name])
        if changed:
            locked.save(update_fields=changed)
            audit.append_event(
                locked,
                site_id=site.pk,
                kind="site.changed",
                actor=actor,
                data={"fields": changed},
            )
    return changed
