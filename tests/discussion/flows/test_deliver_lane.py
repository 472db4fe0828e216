"""What is due for an endpoint is sent: signed, at least once, again when it did not arrive."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from articles.models import OutboxEvent
from discussion.addresses import networks
from discussion.flows.deliver_lane import LaneEnd, deliver_lane
from discussion.flows.fan_out_events import fan_out_events
from discussion.flows.purge_deliveries import purge_deliveries
from discussion.flows.rotate_webhook_secret import rotate_webhook_secret
from discussion.flows.set_up_webhook import change_webhook
from discussion.models import WebhookDelivery, WebhookEndpoint, WebhookSecret
from discussion.webhooks.claims import claim_deliveries, endpoints_with_work
from discussion.webhooks.results import store_arrival, store_failure
from discussion.webhooks.sending import Sent
from tests import discussion_rows as rows
from tests.services.at_once import at_once
from tests.services.receiver import receiver, silent_receiver
from tests.webhooks import ACTOR, deliver, endpoint_at, happen, time_passes, verified

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listed(settings, monkeypatch):
    """The operator lets this machine be called; how fast it is decides nothing here."""
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")
    settings.WEBHOOK_SECONDS = 30
    for limit in ("SLICE_SECONDS", "SLOW_SECONDS"):
        monkeypatch.setattr(f"discussion.flows.deliver_lane.{limit}", 300.0)


@pytest.fixture
def server():
    with receiver() as state:
        yield state


@pytest.fixture
def article():
    return rows.make_article(rows.make_site())


@pytest.fixture
def hook(article, server):
    return endpoint_at(article.site, server.url)


def row():
    return WebhookDelivery.objects.get()


def test_a_message_says_what_happened_where_and_in_which_order(article, server, hook):
    endpoint, secret = hook
    first, second = happen(article, 2)
    deliver(endpoint)
    messages = [verified(received, secret) for received in server.received]
    assert messages[0] == {
        "type": "comment.published",
        "timestamp": first.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {
            "site": article.site.slug,
            "article_id": str(article.public_id),
            "external_id": article.external_id,
            "url": article.url,
            "sequence": 1,
            "comment_id": "0192-0",
            "version": 2,
        },
    }
    assert messages[1]["data"]["sequence"] == 2
    ids = [received.headers["webhook-id"] for received in server.received]
    assert ids == [str(first.public_id), str(second.public_id)]
    assert {received.headers["content-type"] for received in server.received} == {
        "application/json"
    }


def test_an_event_of_no_article_is_told_without_one(article, server, hook):
    endpoint, secret = hook
    OutboxEvent.objects.create(
        site=article.site, kind="author.sanctioned", payload={"author_id": "0192"}
    )
    deliver(endpoint)
    (received,) = server.received
    assert verified(received, secret)["data"] == {"site": article.site.slug, "author_id": "0192"}


def test_what_arrived_is_not_sent_again(article, server, hook):
    endpoint, _ = hook
    happen(article)
    assert deliver(endpoint) == LaneEnd.EMPTY
    time_passes()
    deliver(endpoint)
    assert len(server.received) == 1
    assert (row().ending, row().status, row().attempts) == ("delivered", 204, 1)


@pytest.mark.parametrize("status", [300, 301, 307, 308, 400, 401, 429, 500, 503])
def test_what_is_no_success_is_sent_again_later_under_its_id(article, server, hook, status):
    endpoint, secret = hook
    happen(article)
    server.status, server.location = status, f"{server.url}/elsewhere"
    deliver(endpoint)
    deliver(endpoint)
    assert len(server.received) == 1
    assert (row().status, row().ending, row().attempts) == (status, "", 1)
    assert timedelta(seconds=50) < row().due_at - timezone.now() < timedelta(seconds=70)
    time_passes()
    server.status = 200
    deliver(endpoint)
    first, second = server.received
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert verified(first, secret) == verified(second, secret)
    assert row().ending == "delivered"


def test_a_receiver_that_says_nothing_ends_the_run_and_gives_its_neighbours_back(article, settings):
    settings.WEBHOOK_SECONDS = 1
    with silent_receiver() as url:
        endpoint, _ = endpoint_at(article.site, url)
        happen(article, 3)
        assert deliver(endpoint) == LaneEnd.HARD
    tried, *rest = WebhookDelivery.objects.order_by("pk")
    assert (tried.fault, tried.attempts, tried.ended_at) == ("OutwardFailed", 1, None)
    assert [(other.attempts, other.lease_until) for other in rest] == [(0, None), (0, None)]


def test_an_address_inside_is_never_called(article, server, hook, settings):
    settings.WEBHOOK_ALLOWED_ADDRESSES = []
    happen(article)
    deliver(hook[0])
    assert server.received == []
    assert row().fault == "OutwardRefused"


def test_a_message_that_cannot_even_be_written_holds_nothing_up(article, server, hook):
    endpoint, _ = hook
    broken, whole = happen(article, 2)
    OutboxEvent.objects.filter(pk=broken.pk).update(payload=["no", "pairs"])
    deliver(endpoint)
    deliver(endpoint)
    assert [message.headers["webhook-id"] for message in server.received] == [str(whole.public_id)]
    failed = WebhookDelivery.objects.get(event=broken)
    assert (failed.attempts, failed.status, failed.fault) == (1, None, "TypeError")


def test_a_secret_that_cannot_be_read_sends_nothing_unsigned(article, server, hook):
    WebhookSecret.objects.update(sealed="broken")
    happen(article)
    deliver(hook[0])
    assert server.received == []
    assert row().fault == "SealBroken"


def test_after_ten_tries_it_is_given_up_and_stays_in_sight(article, server, hook):
    endpoint, _ = hook
    happen(article)
    server.status = 500
    waited = timedelta()
    for attempt in range(1, 11):
        deliver(endpoint)
        assert row().attempts == attempt == len(server.received)
        waited += max(timedelta(), row().due_at - timezone.now())
        time_passes()
    assert (row().ending, row().status) == ("given-up", 500)
    assert timedelta(days=2.5) < waited < timedelta(days=3.5)
    deliver(endpoint)
    assert len(server.received) == 10


def test_delays_differ_so_that_what_failed_together_is_not_tried_together(article, server, hook):
    happen(article, 4)
    server.status = 500
    deliver(hook[0])
    due = WebhookDelivery.objects.order_by("pk").values_list("due_at", "tried_at")
    seconds = {(due_at - tried_at).total_seconds() for due_at, tried_at in due}
    assert len(seconds) == 4
    assert all(54 <= second <= 66 for second in seconds)


class TestEndpointsThatFail:
    def test_after_five_failures_in_a_row_it_rests_longer_each_time(self, article, server, hook):
        endpoint, _ = hook
        happen(article, 12)
        server.status = 500
        deliver(endpoint)
        assert len(server.received) == 10
        endpoint.refresh_from_db()
        assert endpoint.failures == 10
        rest = endpoint.rests_until - timezone.now()
        assert timedelta(seconds=300) < rest <= timedelta(seconds=320)
        assert not endpoints_with_work().exists()
        assert deliver(endpoint) == LaneEnd.EMPTY

    def test_after_its_rest_one_message_finds_out(self, article, server, hook):
        endpoint, _ = hook
        happen(article, 7)
        WebhookEndpoint.objects.update(failures=6)
        server.status = 500
        deliver(endpoint)
        assert len(server.received) == 1
        server.status = 200
        time_passes()
        deliver(endpoint)
        assert len(server.received) == 8
        endpoint.refresh_from_db()
        assert (endpoint.failures, endpoint.failing_since, endpoint.rests_until) == (0, None, None)

    def test_410_switches_it_off_at_once_and_gives_up_what_waits(self, article, server, hook):
        endpoint, _ = hook
        happen(article, 3)
        server.status = 410
        deliver(endpoint)
        endpoint.refresh_from_db()
        assert (endpoint.off_because, len(server.received)) == ("gone", 1)
        endings = WebhookDelivery.objects.values_list("ending", flat=True)
        assert list(endings) == ["given-up"] * 3

    def test_five_events_given_up_switch_it_off(self, article, server, hook):
        endpoint, _ = hook
        happen(article, 6)
        fan_out_events()
        time_passes(attempts=9)
        server.status = 500
        for _ in range(4):
            deliver(endpoint)
            time_passes()
        endpoint.refresh_from_db()
        assert endpoint.off_because == "failing"
        assert not WebhookDelivery.objects.filter(ended_at=None).exists()

    def test_three_days_without_one_success_switch_it_off(self, article, server, hook):
        endpoint, _ = hook
        WebhookEndpoint.objects.update(failing_since=Now() - timedelta(days=3, minutes=1))
        happen(article)
        server.status = 500
        deliver(endpoint)
        endpoint.refresh_from_db()
        assert endpoint.off_because == "failing"

    def test_less_than_three_days_do_not(self, article, server, hook):
        endpoint, _ = hook
        WebhookEndpoint.objects.update(failing_since=Now() - timedelta(days=2, hours=23))
        happen(article)
        server.status = 500
        deliver(endpoint)
        endpoint.refresh_from_db()
        assert endpoint.off_at is None

    def test_one_success_forgives_what_was_given_up(self, article, server, hook):
        endpoint, _ = hook
        WebhookEndpoint.objects.update(given_up=4, failing_since=Now() - timedelta(days=4))
        happen(article)
        deliver(endpoint)
        endpoint.refresh_from_db()
        assert (endpoint.given_up, endpoint.failing_since, endpoint.off_at) == (0, None, None)

    def test_what_is_off_is_not_called(self, article, server, hook):
        endpoint, _ = hook
        happen(article)
        fan_out_events()
        WebhookEndpoint.objects.update(off_at=timezone.now())
        assert not endpoints_with_work().exists()
        deliver(endpoint)
        assert server.received == []


class TestSecrets:
    def test_both_sign_for_the_grace_time(self, article, server, hook):
        endpoint, old = hook
        new = rotate_webhook_secret(endpoint, grace=timedelta(hours=24), actor=ACTOR)
        happen(article)
        deliver(endpoint)
        (received,) = server.received
        assert verified(received, old) == verified(received, new)

    def test_the_old_one_signs_nothing_after_it(self, article, server, hook):
        endpoint, old = hook
        new = rotate_webhook_secret(endpoint, grace=timedelta(hours=24), actor=ACTOR)
        endpoint.secrets.exclude(retires_at=None).update(retires_at=Now() - timedelta(seconds=1))
        happen(article)
        deliver(endpoint)
        (received,) = server.received
        assert verified(received, new)
        with pytest.raises(WebhookVerificationError):
            Webhook(old).verify(received.body, received.headers)

    def test_a_changed_body_does_not_verify(self, article, server, hook):
        endpoint, secret = hook
        happen(article)
        deliver(endpoint)
        (received,) = server.received
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(received.body + b" ", received.headers)


class TestClaims:
    def test_what_one_sender_holds_another_does_not_send(self, article, server, hook):
        endpoint, _ = hook
        happen(article, 2)
        fan_out_events()
        claim = claim_deliveries(endpoint, "test:2", 10)
        assert len(claim.deliveries) == 2
        assert deliver(endpoint) == LaneEnd.EMPTY
        assert server.received == []

    def test_of_a_sender_that_was_killed_nothing_is_lost_and_no_try_counted(
        self, article, server, hook
    ):
        endpoint, _ = hook
        happen(article, 2)
        fan_out_events()
        claim_deliveries(endpoint, "test:2", 10)
        WebhookDelivery.objects.update(lease_until=Now() - timedelta(seconds=1))
        deliver(endpoint)
        assert len(server.received) == 2
        assert set(WebhookDelivery.objects.values_list("ending", "attempts")) == {("delivered", 1)}

    def test_who_stalled_past_the_lease_does_not_spoil_what_another_did(self, article, hook):
        endpoint, _ = hook
        happen(article)
        fan_out_events()
        stalled = claim_deliveries(endpoint, "test:2", 10)
        WebhookDelivery.objects.update(lease_until=Now() - timedelta(seconds=1))
        deliver(endpoint)
        store_failure(stalled.deliveries[0], stalled.owner, Sent(status=500))
        assert (row().ending, row().attempts) == ("delivered", 1)
        endpoint.refresh_from_db()
        assert endpoint.failures == 0

    def test_what_a_stalled_sender_got_through_is_not_sent_once_more(self, article, server, hook):
        endpoint, _ = hook
        happen(article)
        fan_out_events()
        stalled = claim_deliveries(endpoint, "test:2", 10)
        WebhookDelivery.objects.update(lease_until=Now() - timedelta(seconds=1))
        claim_deliveries(endpoint, "test:3", 10)
        store_arrival(stalled.deliveries[0], Sent(status=200))
        time_passes()
        deliver(endpoint)
        assert server.received == []

    def test_a_sender_that_is_told_to_end_gives_back_what_it_holds(self, article, server, hook):
        endpoint, _ = hook
        happen(article, 3)
        fan_out_events()
        answers = iter([True, True, False, False])
        deliver_lane(endpoint.pk, sender="test:1", go_on=lambda: next(answers))
        assert len(server.received) == 1
        waiting = WebhookDelivery.objects.filter(ended_at=None, lease_until=None, attempts=0)
        assert waiting.count() == 2

    @pytest.mark.django_db(transaction=True)
    def test_two_senders_at_once_send_each_message_once(self, server):
        article = rows.make_article(rows.make_site())
        endpoint, _ = endpoint_at(article.site, server.url)
        happen(article, 40)
        fan_out_events()
        at_once(
            lambda: deliver_lane(endpoint.pk, sender="test:1"),
            lambda: deliver_lane(endpoint.pk, sender="test:2"),
        )
        deliver(endpoint)
        assert len(server.received) == 40
        assert len({received.headers["webhook-id"] for received in server.received}) == 40

    def test_a_claim_costs_the_same_for_one_message_and_for_ten(
        self, article, hook, django_assert_num_queries
    ):
        endpoint, _ = hook
        happen(article, 10)
        fan_out_events()
        # The two marks of the transaction, the free rows, the taking, and all that is sent.
        with django_assert_num_queries(5):
            assert len(claim_deliveries(endpoint, "test:1", 10).deliveries) == 10


def test_a_new_address_gets_what_waits(article, server, hook):
    endpoint, _ = hook
    happen(article)
    server.status = 500
    deliver(endpoint)
    with receiver() as other:
        change_webhook(endpoint, url=other.url, kinds=[], name="", actor=ACTOR)
        time_passes()
        deliver(endpoint)
        assert len(other.received) == 1


def test_a_log_line_has_ids_and_the_result_and_no_address(article, server, hook, caplog):
    happen(article)
    with caplog.at_level("INFO"):
        deliver(hook[0])
    (record,) = [record for record in caplog.records if record.message == "webhook tried"]
    assert (record.kind, record.result) == ("comment.published", "204")
    assert server.url not in str(vars(record))


def test_the_log_is_kept_for_a_month_and_the_events_for_ever(article, server, hook):
    happen(article, 3)
    deliver(hook[0])
    old, young, waiting = WebhookDelivery.objects.order_by("pk")
    WebhookDelivery.objects.filter(pk=old.pk).update(ended_at=Now() - timedelta(days=31))
    WebhookDelivery.objects.filter(pk=waiting.pk).update(ended_at=None)
    assert purge_deliveries() == 1
    assert set(WebhookDelivery.objects.all()) == {young, waiting}
    assert OutboxEvent.objects.count() == 3
