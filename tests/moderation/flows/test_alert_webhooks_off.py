"""An endpoint that the machine switched off is told to the site's people, once."""

import pytest
from django.core import mail
from django.utils import timezone

from discussion.flows.set_up_webhook import switch_webhook_off, switch_webhook_on
from discussion.models import WebhookEndpoint
from moderation.flows.alert_webhooks_off import alert_webhooks_off
from moderation.flows.deliver_alerts import deliver_alerts
from moderation.models import Alert, DeskSettings
from tests import factories
from tests.webhooks import ACTOR, endpoint_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    site = factories.make_site()
    DeskSettings.objects.create(site=site, alert_emails=["desk@ledger.example"])
    return site


@pytest.fixture
def hook(site):
    return endpoint_at(site, "https://hooks.example.org/in/the-path-is-a-secret")[0]


def fail(because="failing"):
    WebhookEndpoint.objects.update(off_at=timezone.now(), off_because=because)


@pytest.mark.parametrize(
    ("because", "words"), [("failing", "nothing arrived for days"), ("gone", "answered 410")]
)
def test_a_mail_says_which_one_and_why(hook, because, words):
    fail(because)
    assert (alert_webhooks_off(), alert_webhooks_off()) == (1, 0)
    assert (deliver_alerts(), deliver_alerts()) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == ["desk@ledger.example"]
    assert sent.subject == "The Daily Ledger: a webhook was switched off"
    assert "hooks.example.org" in sent.body
    assert words in sent.body
    assert "the-path-is-a-secret" not in sent.body
    assert Alert.objects.get().closed_at is not None


def test_what_a_person_switched_off_is_no_news(hook):
    switch_webhook_off(hook, actor=ACTOR)
    assert alert_webhooks_off() == 0


def test_one_that_fails_again_after_it_was_switched_on_is_told_again(hook):
    fail()
    alert_webhooks_off()
    switch_webhook_on(hook, actor=ACTOR)
    assert alert_webhooks_off() == 0
    fail()
    assert alert_webhooks_off() == 1
