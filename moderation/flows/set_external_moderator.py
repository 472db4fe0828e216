"""A site's own service is set: where it is, how long it is waited for, whether it is asked."""

from django.db import transaction

from articles import audit
from articles.models import Site
from articles.sealing import seal
from discussion.outward import OutwardRefused, check_url
from discussion.webhook_signature import new_secret
from moderation.errors import SettingRefused
from moderation.models import ExternalModerator


def set_external_moderator(site: Site, *, url: str, seconds: int, enabled: bool, actor: str) -> str:
    """Store the settings, and in the site's audit the names of what changed, never the address.

    Return the secret of a service that is new here, to be shown once; else "". Raises
    SettingRefused.
    """
    try:
        check_url(url)
    except OutwardRefused as refused:
        raise SettingRefused(str(refused)) from refused
    values = {"url": url, "seconds": seconds, "enabled": enabled}
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        service = ExternalModerator.objects.filter(site=locked).first()
        secret = "" if service else new_secret()
        service = service or ExternalModerator(site=locked, sealed_secrets=[seal(secret)])
        changed = [n for n, value in values.items() if secret or getattr(service, n) != value]
        for name in changed:
            setattr(service, name, values[name])
        service.save()
        if changed:
            audit.append_event(
                locked,
                site_id=locked.pk,
                kind="external_moderator.changed",
                actor=actor,
                data={"fields": changed},
            )
    return secret
