"""What is due for one endpoint is sent, one message after the other."""

import logging
import time
from collections.abc import Callable
from enum import Enum

from django.db.models import Q
from django.db.models.functions import Now

from articles.models import OutboxEvent
from discussion.models import WebhookDelivery, WebhookEndpoint
from discussion.webhooks.backoff import RESTS_FROM
from discussion.webhooks.claims import Claim, claim_deliveries, put_back
from discussion.webhooks.message import body_of
from discussion.webhooks.results import GONE, store_arrival, store_failure
from discussion.webhooks.secrets import live_secrets
from discussion.webhooks.sending import Sent, send_signed

log = logging.getLogger(__name__)

CLAIM_ROWS = 10
# Then the thread is free for whoever waits longest.
SLICE_SECONDS = 5.0
# A receiver that takes longer holds up a thread that others could use.
SLOW_SECONDS = 2.0


class LaneEnd(Enum):
    """Why a run along the lane ended: what follows for how many may run along it at once."""

    EMPTY = "empty"
    MORE = "more"
    HARD = "hard"


def deliver_lane(
    endpoint_id: int, *, sender: str, go_on: Callable[[], bool] = lambda: True
) -> LaneEnd:
    """Send what is due for the endpoint, as long as `go_on` says yes and for SLICE_SECONDS.

    Every message at least once; twice only where its sender was killed between the receiver's
    answer and the line that keeps it. A receiver without an answer, a slow one, and one that wants
    no more, end the run: HARD.
    """
    began, end = time.monotonic(), LaneEnd.MORE
    while end == LaneEnd.MORE and go_on() and time.monotonic() - began < SLICE_SECONDS:
        end = _one_claim(endpoint_id, sender, go_on)
    return end


def _one_claim(endpoint_id: int, sender: str, go_on: Callable[[], bool]) -> LaneEnd:
    endpoint = _live(endpoint_id)
    if endpoint is None:
        return LaneEnd.EMPTY
    # Of a receiver that fails again and again, one message finds out whether it still does.
    most = 1 if endpoint.failures >= RESTS_FROM else CLAIM_ROWS
    claim = claim_deliveries(endpoint, sender, most)
    if claim is None:
        return LaneEnd.EMPTY
    secrets = [secret.sealed for secret in live_secrets(endpoint)]
    for place, delivery in enumerate(claim.deliveries):
        if not (claim.may_begin() and go_on()):
            put_back(claim, claim.deliveries[place:])
            break
        if _is_hard(endpoint, secrets, claim, delivery):
            put_back(claim, claim.deliveries[place + 1 :])
            return LaneEnd.HARD
    return LaneEnd.MORE


def _live(endpoint_id: int) -> WebhookEndpoint | None:
    """Return the endpoint as it is now, if it may be called: others may just have let it rest."""
    rested = Q(rests_until=None) | Q(rests_until__lte=Now())
    return WebhookEndpoint.objects.filter(rested, pk=endpoint_id, off_at=None).first()


def _is_hard(
    endpoint: WebhookEndpoint, secrets: list[str], claim: Claim, delivery: WebhookDelivery
) -> bool:
    """Send it and store what came of it; return whether the receiver held the thread up."""
    began = time.monotonic()
    sent = _sent(endpoint, secrets, delivery.event)
    if sent.arrived:
        store_arrival(delivery, sent)
    else:
        store_failure(delivery, claim.owner, sent)
    _log(endpoint, delivery, sent)
    return bool(sent.fault) or sent.status == GONE or time.monotonic() - began > SLOW_SECONDS


def _sent(endpoint: WebhookEndpoint, secrets: list[str], event: OutboxEvent) -> Sent:
    try:
        id_, body = str(event.public_id), body_of(event)
        return send_signed(endpoint.url, secrets, message_id=id_, body=body)
    except Exception as error:
        # Whatever is wrong with one message counts as a try of it: else it would come first for
        # ever, and nothing behind it would be sent.
        log.exception("webhook not sent", extra={"webhook_id": str(event.public_id)})
        return Sent(fault=type(error).__name__)


def _log(endpoint: WebhookEndpoint, delivery: WebhookDelivery, sent: Sent) -> None:
    told = {"endpoint": str(endpoint.public_id), "webhook_id": str(delivery.event.public_id)}
    log.info("webhook tried", extra={**told, "kind": delivery.event.kind, "result": sent.result})
