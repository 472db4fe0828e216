"""A site's endpoints: added, changed, switched off and on. Who may, the caller has checked."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from articles.audit import append_event
from articles.models import Site
from articles.sealing import seal
from discussion.errors import WebhookRefused
from discussion.models import WebhookEndpoint, WebhookSecret
from discussion.webhook_signature import new_secret
from discussion.webhooks import results
from discussion.webhooks.limits import MOST_ENDPOINTS, check_endpoint


def add_webhook(
    site: Site, *, url: str, kinds: Sequence[str], name: str, actor: str
) -> tuple[WebhookEndpoint, str]:
    """Store an endpoint that is told of what happens from now on; return it and its secret, which
    is shown this once. Raises WebhookRefused.
    """
    check_endpoint(url, kinds, name)
    secret = new_secret()
    with transaction.atomic():
        locked = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
        if WebhookEndpoint.objects.filter(site=locked).count() >= MOST_ENDPOINTS:
            raise WebhookRefused(f"At most {MOST_ENDPOINTS} endpoints a site: use one of them.")
        endpoint = WebhookEndpoint.objects.create(
            site=locked, url=url, kinds=list(kinds), name=name, on_since=timezone.now()
        )
        WebhookSecret.objects.create(endpoint=endpoint, sealed=seal(secret))
        note_act(locked, endpoint, "webhook.added", actor, host=_host(url), kinds=list(kinds))
    return endpoint, secret


def change_webhook(
    endpoint: WebhookEndpoint, *, url: str, kinds: Sequence[str], name: str, actor: str
) -> list[str]:
    """Store the new values; return the names of what changed. Raises WebhookRefused.

    What waits is sent to the new address.
    """
    check_endpoint(url, kinds, name)
    values: dict[str, Any] = {"url": url, "kinds": list(kinds), "name": name}
    with transaction.atomic():
        site, locked = lock(endpoint)
        changed = [field for field, value in values.items() if getattr(locked, field) != value]
        if changed:
            WebhookEndpoint.objects.filter(pk=locked.pk).update(**values)
            note_act(site, locked, "webhook.changed", actor, fields=changed, host=_host(url))
    return changed


def switch_webhook_off(endpoint: WebhookEndpoint, *, actor: str) -> int:
    """Send nothing more there; return how many events that waited were given up. Twice is once."""
    with transaction.atomic():
        site, locked = lock(endpoint)
        if locked.off_at is not None:
            return 0
        given_up = results.switch_off(locked.pk, WebhookEndpoint.Off.BY_HAND)
        note_act(site, locked, "webhook.switched_off", actor, given_up=given_up)
    return given_up


def switch_webhook_on(endpoint: WebhookEndpoint, *, actor: str) -> None:
    """Tell it again of what happens from now on, with a clean record. Twice is once."""
    with transaction.atomic():
        site, locked = lock(endpoint)
        if locked.off_at is None:
            return
        WebhookEndpoint.objects.filter(pk=locked.pk).update(
            on_since=timezone.now(),
            off_at=None,
            off_because="",
            told_off_at=None,
            failing_since=None,
            failures=0,
            given_up=0,
            rests_until=None,
        )
        note_act(site, locked, "webhook.switched_on", actor)


def lock(endpoint: WebhookEndpoint) -> tuple[Site, WebhookEndpoint]:
    """Return the endpoint as it is now and its site, whose audit tells of what follows."""
    site = Site.objects.select_for_update(no_key=True).get(pk=endpoint.site_id)
    return site, WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)


def note_act(site: Site, endpoint: WebhookEndpoint, kind: str, actor: str, **data: Any) -> None:
    """Append the act to the site's audit. Of an address the host alone: a path may be a secret."""
    told = {"webhook": str(endpoint.public_id), **data}
    append_event(site, site_id=site.pk, kind=kind, actor=actor, data=told)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
