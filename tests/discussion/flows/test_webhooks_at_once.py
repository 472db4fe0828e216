"""Senders and people at one endpoint at the same moment: nobody waits for each other in a circle,
which PostgreSQL ends by breaking one of them off.
"""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from discussion.flows.fan_out_events import fan_out_events
from discussion.flows.resend_webhook import resend_since
from discussion.flows.set_up_webhook import switch_webhook_off
from discussion.models import WebhookDelivery, WebhookEndpoint
from discussion.webhooks.claims import claim_deliveries
from discussion.webhooks.results import store_arrival, store_failure
from discussion.webhooks.sending import Sent
from tests import discussion_rows as rows
from tests.services.at_once import each_at_once
from tests.webhooks import ACTOR, endpoint_at, happen

pytestmark = pytest.mark.django_db(transaction=True)

URL = "https://hooks.example.org/in"
ROUNDS = 8


@pytest.fixture
def article():
    return rows.make_article(rows.make_site())


@pytest.fixture
def hooks(article):
    return [endpoint_at(article.site, URL)[0] for _ in range(ROUNDS)]


def claims(article, hooks, count):
    """What one sender holds of each endpoint."""
    happen(article, count)
    fan_out_events()
    return [claim_deliveries(hook, "test:1", count) for hook in hooks]


def endings():
    return set(WebhookDelivery.objects.values_list("ending", flat=True))


def test_two_threads_that_hear_410_at_once(article, hooks):
    held = claims(article, hooks, 2)
    gone = Sent(status=410)
    each_at_once(
        [
            [partial(store_failure, one, claim.owner, gone) for one in claim.deliveries]
            for claim in held
        ]
    )
    assert set(WebhookEndpoint.objects.values_list("off_because", flat=True)) == {"gone"}
    assert endings() == {"given-up"}


def test_a_failure_is_stored_while_somebody_switches_the_endpoint_off(article, hooks):
    held = claims(article, hooks, 1)
    failed = Sent(status=500)
    each_at_once(
        [
            [
                partial(store_failure, claim.deliveries[0], claim.owner, failed),
                partial(switch_webhook_off, hook, actor=ACTOR),
            ]
            for hook, claim in zip(hooks, held, strict=True)
        ]
    )
    assert endings() == {"given-up"}


def test_an_arrival_is_stored_while_another_thread_hears_410(article, hooks):
    held = claims(article, hooks, 2)
    each_at_once(
        [
            [
                partial(store_arrival, claim.deliveries[0], Sent(status=204)),
                partial(store_failure, claim.deliveries[1], claim.owner, Sent(status=410)),
            ]
            for claim in held
        ]
    )
    assert endings() == {"delivered", "given-up"}


def test_what_is_sent_since_is_handed_on_at_the_same_moment(article, hooks):
    for hook in hooks:
        happen(article, 60)
        begun = timezone.now() - timedelta(hours=1)
        each_at_once([[fan_out_events, partial(resend_since, hook, begun, actor=ACTOR)]])
    assert WebhookDelivery.objects.count() >= 60 * ROUNDS


def test_nothing_waits_for_an_endpoint_that_is_switched_off_meanwhile(article, hooks):
    for hook in hooks:
        happen(article, 20)
        each_at_once([[fan_out_events, partial(switch_webhook_off, hook, actor=ACTOR)]])
    fan_out_events()
    off = WebhookDelivery.objects.filter(endpoint__in=hooks)
    assert not off.filter(ended_at=None).exists()
