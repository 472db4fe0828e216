"""Endpoints that were switched off because they failed are told to the site's people."""

from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from discussion.models import WebhookEndpoint
from moderation.models import Alert

Off = WebhookEndpoint.Off


def alert_webhooks_off() -> int:
    """Open an alert for each endpoint that the machine switched off since the last look; return how
    many. What a person switched off is no news. Twice is once.
    """
    off = WebhookEndpoint.objects.filter(off_because__in=(Off.GONE, Off.FAILING), told_off_at=None)
    return sum(_alert(endpoint) for endpoint in off)


def _alert(endpoint: WebhookEndpoint) -> bool:
    now = timezone.now()
    with transaction.atomic():
        untold = WebhookEndpoint.objects.filter(pk=endpoint.pk, told_off_at=None)
        if not untold.update(told_off_at=now):
            return False
        Alert.objects.create(
            site_id=endpoint.site_id,
            kind=Alert.Kind.WEBHOOK,
            due_at=now,
            data={
                "webhook": str(endpoint.public_id),
                "host": urlsplit(endpoint.url).hostname or "",
                "because": endpoint.off_because,
            },
        )
    return True
