"""The log of webhooks is kept for a month."""

from datetime import timedelta

from django.db.models.functions import Now

from discussion.models import WebhookDelivery

KEPT = timedelta(days=30)
AT_ONCE = 1_000


def purge_deliveries() -> int:
    """Delete deliveries that ended longer than KEPT ago, in short statements; return how many.

    Their events stay: the feed of an article's changes reads them.
    """
    old = WebhookDelivery.objects.filter(ended_at__lt=Now() - KEPT).order_by("ended_at")
    deleted = 0
    while pks := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        deleted += WebhookDelivery.objects.filter(pk__in=pks).delete()[0]
    return deleted
