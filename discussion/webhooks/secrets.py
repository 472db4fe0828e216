"""Which secrets of an endpoint sign now."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from discussion.models import WebhookEndpoint, WebhookSecret


def live_secrets(endpoint: WebhookEndpoint) -> QuerySet[WebhookSecret]:
    """Return them, the newest first."""
    live = Q(retires_at=None) | Q(retires_at__gt=Now())
    return endpoint.secrets.filter(live).order_by("-pk")
