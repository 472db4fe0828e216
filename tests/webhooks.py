"""Endpoints and events for the tests of webhooks, and what receivers check."""

import json
from datetime import timedelta

from django.utils import timezone
from standardwebhooks import Webhook

from articles.changes import Change, article_changes
from articles.models import Article, OutboxEvent, Site
from discussion.flows.deliver_lane import deliver_lane
from discussion.flows.fan_out_events import fan_out_events
from discussion.flows.set_up_webhook import add_webhook
from discussion.models import WebhookDelivery, WebhookEndpoint

ACTOR = "operator:test"


def endpoint_at(site: Site, url: str, *kinds: str) -> tuple[WebhookEndpoint, str]:
    """An endpoint that is told of events of these kinds, else of all; and its secret."""
    return add_webhook(site, url=url, kinds=kinds, name="Newsroom", actor=ACTOR)


def happen(article: Article, count: int = 1, kind: str = "comment.published") -> list[OutboxEvent]:
    """So many events of an article, as a transaction that changes it writes them."""
    with article_changes() as changes:
        for number in range(count):
            payload = {"comment_id": f"0192-{number}", "version": 2}
            changes.add(article.pk, article.site_id, Change(kind, payload, public=False))
    return list(OutboxEvent.objects.filter(article=article).order_by("-sequence")[:count])[::-1]


def deliver(endpoint: WebhookEndpoint) -> object:
    """Hand on what happened, and send what is due."""
    fan_out_events()
    return deliver_lane(endpoint.pk, sender="test:1")


def time_passes(**change: object) -> None:
    """What waits is due, nobody holds it any more and no endpoint rests."""
    past = timezone.now() - timedelta(minutes=1)
    WebhookDelivery.objects.filter(ended_at=None).update(
        **{"due_at": past, "lease_until": None, **change}
    )
    WebhookEndpoint.objects.update(rests_until=None)


def verified(received: object, secret: str) -> dict[str, object]:
    """The message, if an independent library finds the signature valid; it raises if not."""
    message = Webhook(secret).verify(received.body, received.headers)
    assert message == json.loads(received.body)
    return message
