"""An endpoint's secret is followed by another, without a message that its receiver refuses."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from articles.sealing import seal
from discussion.errors import WebhookRefused
from discussion.flows.set_up_webhook import lock, note_act
from discussion.models import WebhookEndpoint, WebhookSecret
from discussion.webhook_signature import new_secret
from discussion.webhooks.limits import MOST_SECRETS
from discussion.webhooks.secrets import live_secrets


def rotate_webhook_secret(endpoint: WebhookEndpoint, *, grace: timedelta, actor: str) -> str:
    """Add a secret and return it, which is shown this once. The older ones sign beside it until
    `grace` is over; zero ends them now. Raises WebhookRefused.
    """
    secret = new_secret()
    with transaction.atomic():
        site, locked = lock(endpoint)
        if grace and live_secrets(locked).count() >= MOST_SECRETS:
            raise WebhookRefused(f"{MOST_SECRETS} secrets sign already: retire one first.")
        end = Now() + grace
        lasting = locked.secrets.filter(Q(retires_at=None) | Q(retires_at__gt=end))
        lasting.update(retires_at=end)
        WebhookSecret.objects.create(endpoint=locked, sealed=seal(secret))
        hours = int(grace.total_seconds() // 3600)
        note_act(site, locked, "webhook.secret_added", actor, grace_hours=hours)
    return secret


def retire_webhook_secret(secret: WebhookSecret, *, actor: str) -> None:
    """Let it sign nothing from now on. Raises WebhookRefused for the last one. Twice is once."""
    with transaction.atomic():
        site, locked = lock(secret.endpoint)
        live = live_secrets(locked)
        if not live.filter(pk=secret.pk).exists():
            return
        if not live.exclude(pk=secret.pk).filter(retires_at=None).exists():
            raise WebhookRefused("The newest secret stays: make another one first.")
        WebhookSecret.objects.filter(pk=secret.pk).update(retires_at=Now())
        note_act(site, locked, "webhook.secret_retired", actor, secret=secret.pk)
