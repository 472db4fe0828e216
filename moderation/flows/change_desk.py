"""How a site's desk works is changed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from articles import audit
from articles.flows.change_site import change_site
from articles.models import Site
from articles.sealing import seal
from discussion.models import User
from discussion.webhook_signature import new_secret
from moderation.desk_limits import check_settings
from moderation.desk_settings import COLUMNS, desk_of, state_of
from moderation.errors import NotAllowed, StaleSettings
from moderation.roles import Act, may


@dataclass(frozen=True, slots=True)
class DeskChange:
    """Which settings changed; `secret` is a webhook's new one, to be shown once, or ""."""

    fields: list[str]
    secret: str = ""


def change_desk(site: Site, values: Mapping[str, Any], *, seen: str, user: User) -> DeskChange:
    """Store the settings if they still are as in `seen` (desk_settings.state_of), and in the site's
    audit the names of what changed.

    `values` are by the names in `desk_settings.COLUMNS`, and `appeal_days`; one that is left out
    stays. The first webhook address brings a secret. Raises NotAllowed, SettingRefused,
    StaleSettings.
    """
    if not may(user, Act.RUN_DESK, site.pk):
        raise NotAllowed
    check_settings(site, values)
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        if not secrets.compare_digest(state_of(locked), seen):
            raise StaleSettings
        return _store(locked, values, user)


def _store(site: Site, values: Mapping[str, Any], user: User) -> DeskChange:
    desk, actor = desk_of(site), f"user:{user.pk}"
    changed = [name for name in COLUMNS if name in values and getattr(desk, name) != values[name]]
    for name in changed:
        setattr(desk, name, values[name])
    secret = new_secret() if desk.alert_url and not desk.sealed_alert_secret else ""
    if secret:
        desk.sealed_alert_secret = seal(secret)
    if changed:
        desk.save()
        data = {"fields": changed}
        audit.append_event(site, site_id=site.pk, kind="desk.changed", actor=actor, data=data)
    if "appeal_days" in values:
        changed += change_site(site, {"appeal_days": values["appeal_days"]}, actor=actor)
    return DeskChange(changed, secret)
