"""Endpoints are set up, switched, given other secrets, and what was missed is sent."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import AuditEvent, OutboxEvent
from articles.sealing import unseal
from discussion.errors import WebhookRefused
from discussion.flows.fan_out_events import fan_out_events
from discussion.flows.resend_webhook import ping_webhook, resend_delivery, resend_since
from discussion.flows.rotate_webhook_secret import retire_webhook_secret, rotate_webhook_secret
from discussion.flows.set_up_webhook import (
    add_webhook,
    change_webhook,
    switch_webhook_off,
    switch_webhook_on,
)
from discussion.models import WebhookDelivery, WebhookEndpoint
from discussion.webhooks.limits import MOST_ENDPOINTS
from discussion.webhooks.secrets import live_secrets
from tests import discussion_rows as rows
from tests.webhooks import ACTOR, endpoint_at, happen

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.org/in/the-path-is-a-secret"
DAY = timedelta(days=1)


@pytest.fixture
def article():
    return rows.make_article(rows.make_site())


@pytest.fixture
def hook(article):
    endpoint, _ = endpoint_at(article.site, URL)
    return endpoint


def audited(kind):
    return AuditEvent.objects.get(kind=kind).data


def test_a_secret_is_returned_once_and_stored_sealed(article):
    endpoint, secret = endpoint_at(article.site, URL)
    (stored,) = endpoint.secrets.all()
    assert secret not in stored.sealed
    assert unseal(stored.sealed) == secret


def test_every_act_is_in_the_audit_without_secret_and_path(article, hook):
    change_webhook(hook, url=URL + "/2", kinds=["comment.held"], name="CMS", actor=ACTOR)
    secret = rotate_webhook_secret(hook, grace=DAY, actor=ACTOR)
    retire_webhook_secret(hook.secrets.first(), actor=ACTOR)
    ping_webhook(hook, actor=ACTOR)
    switch_webhook_off(hook, actor=ACTOR)
    switch_webhook_on(hook, actor=ACTOR)
    resend_since(hook, timezone.now() - DAY, actor=ACTOR)
    events = AuditEvent.objects.filter(kind__startswith="webhook.").order_by("sequence")
    assert [event.kind.partition(".")[2] for event in events] == [
        "added",
        "changed",
        "secret_added",
        "secret_retired",
        "tried",
        "switched_off",
        "switched_on",
        "sent_since",
    ]
    told = json.dumps([event.data for event in events])
    assert "hooks.example.org" in told
    assert secret not in told
    assert "the-path-is-a-secret" not in told
    assert {event.actor for event in events} == {ACTOR}


@pytest.mark.parametrize(
    "values",
    [
        {"url": "ftp://hooks.example.org/"},
        {"url": "https://user:password@hooks.example.org/"},
        {"url": "not an address"},
        {"url": "https://hooks.example.org/" + "x" * 600},
        {"kinds": ["comment.publised"]},
        {"kinds": ["webhook.ping"]},
        {"name": "x" * 81},
    ],
)
def test_what_could_never_work_is_refused(article, values):
    given = {"url": URL, "kinds": [], "name": "", **values}
    with pytest.raises(WebhookRefused):
        add_webhook(article.site, **given, actor=ACTOR)
    assert not WebhookEndpoint.objects.exists()


def test_a_site_has_only_so_many(article):
    for _ in range(MOST_ENDPOINTS):
        endpoint_at(article.site, URL)
    with pytest.raises(WebhookRefused):
        endpoint_at(article.site, URL)
    assert endpoint_at(rows.make_site("Other"), URL)


def test_no_change_is_no_audit(hook):
    assert change_webhook(hook, url=URL, kinds=[], name="Newsroom", actor=ACTOR) == []
    assert not AuditEvent.objects.filter(kind="webhook.changed").exists()


def test_switching_off_gives_up_what_waits_and_keeps_it_in_sight(article, hook):
    happen(article, 2)
    fan_out_events()
    assert switch_webhook_off(hook, actor=ACTOR) == 2
    assert switch_webhook_off(hook, actor=ACTOR) == 0
    assert audited("webhook.switched_off")["given_up"] == 2
    assert set(hook.deliveries.values_list("ending", flat=True)) == {"given-up"}


def test_switching_on_begins_with_a_clean_record(hook):
    WebhookEndpoint.objects.update(
        off_at=timezone.now(),
        off_because="failing",
        failures=9,
        given_up=5,
        failing_since=timezone.now(),
        told_off_at=timezone.now(),
    )
    switch_webhook_on(hook, actor=ACTOR)
    hook.refresh_from_db()
    assert (hook.off_at, hook.off_because, hook.failures, hook.given_up) == (None, "", 0, 0)
    assert (hook.failing_since, hook.told_off_at) == (None, None)


class TestSecrets:
    def test_a_second_one_signs_beside_the_first_until_the_grace_time_is_over(self, hook):
        rotate_webhook_secret(hook, grace=DAY, actor=ACTOR)
        newer, older = live_secrets(hook)
        assert newer.retires_at is None
        assert abs(older.retires_at - timezone.now() - DAY) < timedelta(minutes=1)

    def test_without_a_grace_time_the_old_one_ends_now(self, hook):
        secret = rotate_webhook_secret(hook, grace=timedelta(), actor=ACTOR)
        assert [unseal(live.sealed) for live in live_secrets(hook)] == [secret]

    def test_a_shorter_time_of_an_older_one_is_not_made_longer(self, hook):
        rotate_webhook_secret(hook, grace=timedelta(hours=1), actor=ACTOR)
        rotate_webhook_secret(hook, grace=DAY, actor=ACTOR)
        oldest = hook.secrets.order_by("pk").first()
        assert oldest.retires_at < timezone.now() + timedelta(hours=2)

    def test_only_so_many_sign_at_once(self, hook):
        for _ in range(2):
            rotate_webhook_secret(hook, grace=DAY, actor=ACTOR)
        with pytest.raises(WebhookRefused):
            rotate_webhook_secret(hook, grace=DAY, actor=ACTOR)
        assert live_secrets(hook).count() == 3

    def test_an_old_one_is_retired_and_the_newest_stays(self, hook):
        rotate_webhook_secret(hook, grace=DAY, actor=ACTOR)
        newer, older = live_secrets(hook)
        with pytest.raises(WebhookRefused):
            retire_webhook_secret(newer, actor=ACTOR)
        retire_webhook_secret(older, actor=ACTOR)
        retire_webhook_secret(older, actor=ACTOR)
        assert list(live_secrets(hook)) == [newer]
        assert AuditEvent.objects.filter(kind="webhook.secret_retired").count() == 1


class TestSendingAgain:
    def test_one_event_goes_again_under_its_id_with_all_its_tries(self, article, hook):
        happen(article)
        fan_out_events()
        WebhookDelivery.objects.update(attempts=10, ended_at=timezone.now(), ending="given-up")
        (delivery,) = hook.deliveries.all()
        resend_delivery(delivery, actor=ACTOR)
        delivery.refresh_from_db()
        assert (delivery.attempts, delivery.ended_at, delivery.ending) == (0, None, "")
        assert OutboxEvent.objects.count() == 1

    def test_all_that_did_not_arrive_since_then(self, article, hook):
        happen(article, 3)
        fan_out_events()
        arrived, given_up, _ = hook.deliveries.order_by("pk")
        ended = WebhookDelivery.objects.filter
        ended(pk=arrived.pk).update(ended_at=timezone.now(), ending="delivered")
        ended(pk=given_up.pk).update(ended_at=timezone.now(), ending="given-up")
        assert resend_since(hook, timezone.now() - DAY, actor=ACTOR) == 1
        arrived.refresh_from_db()
        assert arrived.ending == "delivered"

    def test_what_happened_while_it_was_off_is_sent_at_last(self, article, hook):
        change_webhook(hook, url=URL, kinds=["comment.held"], name="", actor=ACTOR)
        switch_webhook_off(hook, actor=ACTOR)
        happen(article, 2, kind="comment.held")
        happen(article, kind="comment.published")
        happen(rows.make_article(rows.make_site("Other")), kind="comment.held")
        fan_out_events()
        switch_webhook_on(hook, actor=ACTOR)
        assert resend_since(hook, timezone.now() - DAY, actor=ACTOR) == 2
        assert resend_since(hook, timezone.now() - DAY, actor=ACTOR) == 0
        assert set(hook.deliveries.values_list("event__kind", flat=True)) == {"comment.held"}

    def test_what_is_older_is_left_alone(self, article, hook):
        happen(article)
        OutboxEvent.objects.update(created_at=timezone.now() - 2 * DAY)
        assert resend_since(hook, timezone.now() - DAY, actor=ACTOR) == 0

    def test_nobody_asks_for_more_than_a_month(self, hook):
        with pytest.raises(WebhookRefused):
            resend_since(hook, timezone.now() - 31 * DAY, actor=ACTOR)

    def test_a_ping_goes_to_one_endpoint_whatever_it_asked_for(self, article, hook):
        change_webhook(hook, url=URL, kinds=["comment.held"], name="", actor=ACTOR)
        endpoint_at(article.site, URL)
        ping_webhook(hook, actor=ACTOR)
        fan_out_events()
        (delivery,) = WebhookDelivery.objects.all()
        assert (delivery.endpoint, delivery.event.kind) == (hook, "webhook.ping")

    def test_what_is_off_is_sent_nothing(self, article, hook):
        happen(article)
        fan_out_events()
        switch_webhook_off(hook, actor=ACTOR)
        (delivery,) = hook.deliveries.all()
        for act in (
            lambda: ping_webhook(hook, actor=ACTOR),
            lambda: resend_delivery(delivery, actor=ACTOR),
            lambda: resend_since(hook, timezone.now() - DAY, actor=ACTOR),
        ):
            with pytest.raises(WebhookRefused):
                act()
        assert not WebhookDelivery.objects.filter(ended_at=None).exists()
