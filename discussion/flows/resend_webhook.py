"""Events are sent once more, or at last: one, or all that did not arrive; and one to try."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import OutboxEvent
from discussion.errors import WebhookRefused
from discussion.flows.set_up_webhook import lock, note_act
from discussion.models import WebhookDelivery, WebhookEndpoint
from discussion.webhooks.kinds import PING

FURTHEST = timedelta(days=30)
MOST = 10_000
AT_ONCE = 500
Ending = WebhookDelivery.Ending


def resend_delivery(delivery: WebhookDelivery, *, actor: str) -> None:
    """Send that event again now, with all its tries, under the id it had: also one that arrived.

    Raises WebhookRefused.
    """
    with transaction.atomic():
        site, endpoint = lock(delivery.endpoint)
        _refuse_off(endpoint)
        _begin_anew(WebhookDelivery.objects.filter(pk=delivery.pk))
        event = str(delivery.event.public_id)
        note_act(site, endpoint, "webhook.sent_again", actor, event=event)


def resend_since(endpoint: WebhookEndpoint, since: datetime, *, actor: str) -> int:
    """Send what happened since then and did not arrive: what was given up, and what happened while
    the endpoint was off; return how many events, MOST at once. Raises WebhookRefused.

    In short transactions: whoever is killed in the middle has sent a part, and may ask again.
    """
    if timezone.now() - since > FURTHEST:
        raise WebhookRefused(f"At most {FURTHEST.days} days back.")
    with transaction.atomic():
        site, locked = lock(endpoint)
        _refuse_off(locked)
        note_act(site, locked, "webhook.sent_since", actor, since=since.isoformat())
    return sum(_again(locked, since)) + sum(_missed(locked, since))


def ping_webhook(endpoint: WebhookEndpoint, *, actor: str) -> WebhookDelivery:
    """Send an event that says nothing, to this endpoint alone. Raises WebhookRefused."""
    with transaction.atomic():
        site, locked = lock(endpoint)
        _refuse_off(locked)
        event = OutboxEvent.objects.create(
            site=site,
            kind=PING,
            payload={"webhook_id": str(locked.public_id)},
            fanned_out_at=timezone.now(),
        )
        note_act(site, locked, "webhook.tried", actor, event=str(event.public_id))
        return WebhookDelivery.objects.create(endpoint=locked, event=event, due_at=Now())


def _again(endpoint: WebhookEndpoint, since: datetime) -> Iterator[int]:
    """Begin anew with what was given up; yield how many at a time."""
    failed = WebhookDelivery.objects.filter(
        endpoint=endpoint, ending=Ending.GIVEN_UP, event__created_at__gte=since
    )
    pks = list(failed.order_by("event_id").values_list("pk", flat=True)[:MOST])
    for part in _parts(pks):
        yield _begin_anew(WebhookDelivery.objects.filter(pk__in=part))


def _missed(endpoint: WebhookEndpoint, since: datetime) -> Iterator[int]:
    """Write deliveries of events that the endpoint has none of; yield how many at a time."""
    events = OutboxEvent.objects.filter(site=endpoint.site_id, created_at__gte=since)
    wanted = events.filter(kind__in=endpoint.kinds) if endpoint.kinds else events
    missed = wanted.exclude(kind=PING).exclude(deliveries__endpoint=endpoint).order_by("pk")
    for part in _parts(list(missed.values_list("pk", flat=True)[:MOST])):
        rows = [WebhookDelivery(endpoint=endpoint, event_id=pk, due_at=Now()) for pk in part]
        WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
        yield len(part)


def _begin_anew(deliveries: QuerySet[WebhookDelivery]) -> int:
    return deliveries.update(attempts=0, due_at=Now(), ended_at=None, ending="")


def _refuse_off(endpoint: WebhookEndpoint) -> None:
    if endpoint.off_at is not None:
        raise WebhookRefused("This endpoint is switched off: switch it on first.")


def _parts(pks: list[int]) -> Iterator[list[int]]:
    return (pks[place : place + AT_ONCE] for place in range(0, len(pks), AT_ONCE))
