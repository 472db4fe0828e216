"""Whom a site takes for its readers changes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from articles import audit
from articles.models import ReaderRules, Site


def change_reader_rules(site: Site, values: Mapping[str, Any], *, actor: str) -> list[str]:
    """Store the values and return the names of the rules that changed, which the audit keeps."""
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        rules = ReaderRules.of(locked)
        changed = [name for name, value in values.items() if getattr(rules, name) != value]
        for name in changed:
            setattr(rules, name, values[name])
        if changed:
            rules.save()
            data = {name: values[name] for name in changed}
            audit.append_event(
                locked, site_id=site.pk, kind="reader_rules.changed", actor=actor, data=data
            )
    return changed
