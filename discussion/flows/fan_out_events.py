"""Events become deliveries: one for each endpoint that wants to know."""

from collections import defaultdict

from django.db import transaction
from django.db.models.functions import Now

from articles.models import OutboxEvent
from discussion.models import WebhookDelivery, WebhookEndpoint

AT_ONCE = 200


def fan_out_events() -> int:
    """Write the deliveries of the oldest AT_ONCE events that have none yet; return how many events.

    Each event is dealt with once, and each endpoint gets one delivery of it, however many senders
    run and whenever they are killed. Whoever wrote the event has written none of this: a comment
    costs its writer the same with no endpoint and with ten.
    """
    waiting = OutboxEvent.objects.filter(fanned_out_at=None)
    # Most looks find nothing, and on SQLite a transaction would make every writer wait for one.
    if not waiting.exists():
        return 0
    with transaction.atomic():
        # Not the keys: who sends events again writes rows that refer to these, and would wait.
        locked = waiting.select_for_update(skip_locked=True, no_key=True).order_by("pk")
        events = list(locked.defer("payload")[:AT_ONCE])
        WebhookDelivery.objects.bulk_create(_deliveries(events), ignore_conflicts=True)
        pks = [event.pk for event in events]
        OutboxEvent.objects.filter(pk__in=pks).update(fanned_out_at=Now())
    return len(events)


def _deliveries(events: list[OutboxEvent]) -> list[WebhookDelivery]:
    by_site: dict[int, list[WebhookEndpoint]] = defaultdict(list)
    live = WebhookEndpoint.objects.filter(site__in={event.site_id for event in events}, off_at=None)
    # Who is switched off at this moment has got these, and they are given up, or gets none.
    for endpoint in live.select_for_update(no_key=True).order_by("pk"):
        by_site[endpoint.site_id].append(endpoint)
    return [
        WebhookDelivery(endpoint=endpoint, event=event, due_at=Now())
        for event in events
        for endpoint in by_site[event.site_id]
        if wants(endpoint, event)
    ]


def wants(endpoint: WebhookEndpoint, event: OutboxEvent) -> bool:
    """Whether the endpoint asked for such events before this one happened."""
    chosen = not endpoint.kinds or event.kind in endpoint.kinds
    return chosen and event.created_at >= endpoint.on_since
