"""What came of a message: stored with its delivery, and with what is known of its endpoint.

The endpoint's row first, then those of its deliveries, as whoever switches it off takes them: in
two orders they would wait for each other in a circle.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from discussion.models import WebhookDelivery, WebhookEndpoint
from discussion.webhooks.backoff import delay_after, rest_after
from discussion.webhooks.sending import Sent

GONE = 410
# An endpoint that took nothing for so long, or lost so many events in a row, is switched off.
MOST_FAILING = timedelta(days=3)
MOST_GIVEN_UP = 5
Ending = WebhookDelivery.Ending


def store_arrival(delivery: WebhookDelivery, sent: Sent) -> None:
    """End the delivery, whoever holds it by now: the receiver has it."""
    endpoint = WebhookEndpoint.objects.filter(pk=delivery.endpoint_id)
    # Not with every message: its row would be written as often as all of its deliveries.
    unknown = Q(failures__gt=0) | Q(given_up__gt=0) | Q(last_success_at=None)
    stale = Q(last_success_at__lt=Now() - timedelta(minutes=1))
    with transaction.atomic():
        endpoint.filter(unknown | stale).update(
            last_success_at=Now(), failing_since=None, failures=0, given_up=0, rests_until=None
        )
        WebhookDelivery.objects.filter(pk=delivery.pk).exclude(ending=Ending.DELIVERED).update(
            **_tried(sent), ended_at=Now(), ending=Ending.DELIVERED, lease_until=None
        )


def store_failure(delivery: WebhookDelivery, owner: str, sent: Sent) -> None:
    """Let the delivery be tried later, or give it up; the endpoint rests, or is switched off.

    Nothing is stored for a delivery that somebody else holds by now.
    """
    delay = delay_after(delivery.attempts + 1, seed=_seed(delivery))
    next_step = (
        {"ended_at": Now(), "ending": Ending.GIVEN_UP}
        if delay is None
        else {"due_at": Now() + delay}
    )
    held = WebhookDelivery.objects.filter(pk=delivery.pk, lease_owner=owner, ended_at=None)
    with transaction.atomic():
        WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=delivery.endpoint_id)
        if not held.update(**_tried(sent), **next_step, lease_owner="", lease_until=None):
            return
        WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(
            failures=F("failures") + 1,
            given_up=F("given_up") + int(delay is None),
            failing_since=Coalesce("failing_since", Now()),
        )
        _judge(delivery.endpoint_id, sent)


def switch_off(endpoint_id: int, because: str) -> int:
    """Send nothing more there, and give up what waits; return how much. In a transaction.

    Twice is once, and the first reason stays.
    """
    live = WebhookEndpoint.objects.filter(pk=endpoint_id, off_at=None)
    if not live.update(off_at=Now(), off_because=because):
        return 0
    return WebhookDelivery.objects.filter(endpoint=endpoint_id, ended_at=None).update(
        ended_at=Now(), ending=Ending.GIVEN_UP, lease_owner="", lease_until=None
    )


def _judge(endpoint_id: int, sent: Sent) -> None:
    endpoints = WebhookEndpoint.objects.filter(pk=endpoint_id)
    too_long = Q(failing_since__lt=Now() - MOST_FAILING) | Q(given_up__gte=MOST_GIVEN_UP)
    if sent.status == GONE:
        switch_off(endpoint_id, WebhookEndpoint.Off.GONE)
    elif endpoints.filter(too_long).exists():
        switch_off(endpoint_id, WebhookEndpoint.Off.FAILING)
    elif rest := rest_after(endpoints.values_list("failures", flat=True).get()):
        endpoints.update(rests_until=Now() + rest)


def _tried(sent: Sent) -> dict[str, object]:
    return {
        "attempts": F("attempts") + 1,
        "tried_at": Now(),
        "status": sent.status,
        "fault": sent.fault,
    }


def _seed(delivery: WebhookDelivery) -> int:
    # Neighbours in a row get far-apart delays, and each attempt another one.
    return delivery.pk * 7_919 + delivery.attempts * 104_729
