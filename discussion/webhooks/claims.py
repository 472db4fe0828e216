"""Deliveries that are due, taken by one thread of one sender under a lease."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from uuid_utils import compat

from discussion.models import WebhookDelivery, WebhookEndpoint


@dataclass(frozen=True, slots=True)
class Claim:
    """Deliveries that one thread holds; `owner` names this claim alone.

    A third of the lease is for sending, one for the answer to the last message, one is in reserve:
    who keeps to `may_begin` never sends what somebody else may have taken meanwhile.
    """

    owner: str
    deliveries: list[WebhookDelivery]
    began: float = field(default_factory=time.monotonic)

    def may_begin(self) -> bool:
        """Whether there is time to send one more."""
        return time.monotonic() - self.began < settings.WEBHOOK_SECONDS


def endpoints_with_work() -> QuerySet[WebhookEndpoint]:
    """Return the endpoints that have something due and may be called now."""
    due = WebhookDelivery.objects.filter(is_due(), endpoint=OuterRef("pk"))
    rested = Q(rests_until=None) | Q(rests_until__lte=Now())
    return WebhookEndpoint.objects.filter(rested, Exists(due), off_at=None).order_by("pk")


def claim_deliveries(endpoint: WebhookEndpoint, sender: str, most: int) -> Claim | None:
    """Take what is due for the endpoint, the longest due first; None when nothing is.

    Times are the database's. A claim counts no attempt: what its sender was killed before sending
    has lost nothing.
    """
    owner = f"{sender}/{compat.uuid7()}"
    mine = WebhookDelivery.objects.filter(is_due(), endpoint=endpoint)
    with transaction.atomic():
        free = mine.select_for_update(skip_locked=True).order_by("due_at", "pk")[:most]
        pks = [delivery.pk for delivery in free]
        # On SQLite nothing locks rows, but the write transaction has been ours since its begin.
        taken = mine.filter(pk__in=pks).update(
            lease_owner=owner, lease_until=Now() + timedelta(seconds=3 * settings.WEBHOOK_SECONDS)
        )
    if not taken:
        return None
    held = WebhookDelivery.objects.filter(lease_owner=owner, ended_at=None)
    with_event = held.select_related("event__site", "event__article")
    return Claim(owner, list(with_event.order_by("due_at", "pk")))


def put_back(claim: Claim, deliveries: Collection[WebhookDelivery]) -> None:
    """Let others take what this claim did not come to."""
    pks = [delivery.pk for delivery in deliveries]
    WebhookDelivery.objects.filter(pk__in=pks, lease_owner=claim.owner, ended_at=None).update(
        lease_owner="", lease_until=None
    )


def is_due() -> Q:
    """The condition for being sent now, by whoever takes it first."""
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    return free & Q(ended_at=None, due_at__lte=Now())
