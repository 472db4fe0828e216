"""Alerts: a queue that ages and a threat are told by mail and webhook, at once, not too often."""

import json
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.test import override_settings
from standardwebhooks import Webhook

from articles.models import AuditEvent
from articles.sealing import seal
from discussion.addresses import networks
from discussion.webhook_signature import new_secret
from moderation.alerts.delivery import LEAST_THREAT, note_threat
from moderation.detectors.base import Finding
from moderation.errors import AlertOver, NotAllowed
from moderation.flows.deliver_alerts import deliver_alerts
from moderation.flows.raise_alerts import raise_alerts
from moderation.flows.resend_alert import resend_alert
from moderation.judge import Judge
from moderation.models import Alert, DeskSettings, Membership
from moderation.policy.types import Outcome
from tests import factories
from tests.services.receiver import receiver
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TO = ["desk@ledger.example", "night@ledger.example"]


class Fixed(StubScorer):
    """Gives every text the same scores."""

    attributes = ("toxicity", "threat")

    def __init__(self, **scores):
        super().__init__()
        self.scores = scores

    def score(self, texts):
        return [self.scores for _ in texts]


def judged(article, value, author="Ada"):
    """A comment with a threat of that value."""
    comment = factories.make_comment(article, "I will find you.", author=author)
    factories.screen(Judge(Fixed(toxicity=0.1, threat=value), ()))
    return factories.fresh(comment)


def waiting(article, author="Mal"):
    """A comment that waits for a person, without a threat."""
    comment = factories.make_comment(article, "You idiot.", author=author)
    factories.screen(Judge(Fixed(toxicity=0.99, threat=0.01), ()))
    return factories.fresh(comment)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def article(clock):
    return factories.make_article()


def desk(site, **fields):
    return DeskSettings.objects.update_or_create(site=site, defaults=fields)[0]


@pytest.fixture
def server(settings):
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.1")
    with receiver() as state:
        yield state


def with_webhook(site, server, **fields):
    secret = new_secret()
    desk(site, alert_url=server.url, sealed_alert_secret=seal(secret), **fields)
    return secret


# A queue that ages


def test_a_queue_whose_oldest_item_waits_too_long_is_told_once(article, clock):
    desk(article.site, alert_emails=TO)
    waiting(article)
    clock.shift(timedelta(minutes=119))
    assert raise_alerts() == 0
    clock.shift(timedelta(minutes=1))
    assert (raise_alerts(), raise_alerts()) == (1, 0)
    assert (deliver_alerts(), deliver_alerts()) == (1, 0)
    assert [sent.to for sent in mail.outbox] == [[address] for address in TO]
    sent = mail.outbox[0]
    assert sent.subject == "The Daily Ledger: comments have waited for 2 hours"
    assert "/admin/moderation/reviewitem/?site=the-daily-ledger" in sent.body
    assert "idiot" not in sent.body


def test_a_site_that_set_nothing_up_is_watched_all_the_same(article, clock):
    waiting(article)
    clock.shift(timedelta(hours=3))
    assert raise_alerts() == 1
    assert deliver_alerts() == 1
    assert mail.outbox == []
    assert Alert.objects.get().closed_at is None


def test_it_is_told_again_every_six_hours_while_it_lasts(article, clock):
    desk(article.site, alert_emails=TO[:1])
    waiting(article)
    clock.shift(timedelta(hours=3))
    raise_alerts()
    deliver_alerts()
    clock.shift(timedelta(hours=5, minutes=59))
    raise_alerts()
    assert deliver_alerts() == 0
    clock.shift(timedelta(minutes=1))
    assert deliver_alerts() == 1
    assert "9 hours" in mail.outbox[-1].subject
    assert Alert.objects.count() == 1


def test_it_is_closed_when_the_queue_is_in_order_and_opened_when_it_ages_anew(article, clock):
    rosa = factories.make_moderator(article.site)
    rude = waiting(article)
    clock.shift(timedelta(hours=3))
    raise_alerts()
    factories.decide(rude, rosa, Outcome.PUBLISH)
    assert raise_alerts() == 0
    assert Alert.objects.get().closed_at == NOON + timedelta(hours=3)
    assert deliver_alerts() == 0
    waiting(article, author="Ben")
    clock.shift(timedelta(hours=3))
    assert raise_alerts() == 1
    assert Alert.objects.count() == 2


def test_zero_minutes_mean_never(article, clock):
    desk(article.site, queue_age_minutes=0)
    waiting(article)
    clock.shift(timedelta(days=30))
    assert raise_alerts() == 0


def test_one_sites_queue_alarms_no_other_site(article, clock):
    other = factories.make_article(factories.make_site("Evening Post"))
    waiting(article)
    clock.shift(timedelta(minutes=90))
    waiting(other, author="Ben")
    clock.shift(timedelta(minutes=30))
    raise_alerts()
    assert [alert.site for alert in Alert.objects.all()] == [article.site]


def test_looking_after_all_queues_is_a_fixed_number_of_queries(
    article, clock, django_assert_num_queries
):
    for name in ("Evening Post", "Morning Star", "Weekly"):
        waiting(factories.make_article(factories.make_site(name)))
    clock.shift(timedelta(hours=3))
    with django_assert_num_queries(4):
        raise_alerts()
    with django_assert_num_queries(3):
        raise_alerts()


# A threat


def test_a_threat_is_told_at_once_with_a_way_to_it_and_without_its_words(article):
    desk(article.site, alert_emails=TO[:1])
    comment = judged(article, 0.95)
    assert deliver_alerts() == 1
    sent = mail.outbox[0]
    assert sent.subject == "The Daily Ledger: a threat arrived"
    assert f"/admin/comments/{comment.pk}/" in sent.body
    assert "find you" not in sent.subject + sent.body
    assert "Ada" not in sent.body
    assert Alert.objects.get().closed_at == NOON


@pytest.mark.parametrize("value, told", [(0.89, 0), (0.9, 1), (1.0, 1)])
def test_the_sites_own_bar_is_met_at_equality(article, value, told):
    judged(article, value)
    assert Alert.objects.count() == told


def test_a_site_may_set_its_bar_lower_but_no_lower_than_the_least(article):
    desk(article.site, threat_at=0.1)
    judged(article, LEAST_THREAT - 0.01)
    assert not Alert.objects.exists()
    judged(article, LEAST_THREAT, author="Ben")
    assert Alert.objects.exists()


def test_a_comment_without_a_threat_costs_no_look_at_the_desk(
    article, django_assert_max_num_queries
):
    factories.make_comment(article)
    with django_assert_max_num_queries(100) as captured:
        factories.screen()
    assert not [query for query in captured if 'FROM "moderation_desksettings"' in query["sql"]]


def test_the_same_comment_is_told_of_once_however_often_it_is_judged(article):
    comment = judged(article, 0.95)
    note_threat(comment, [Finding("threat", 0.99, StubScorer().producer)])
    assert Alert.objects.get().data["value"] == 0.95


def test_a_fault_of_the_scorer_is_no_threat(article):
    comment = waiting(article)
    note_threat(comment, [Finding("threat", float("nan"), StubScorer().producer)])
    assert not Alert.objects.exists()


# By webhook


def test_a_receiver_gets_signed_ids_and_figures(article, server):
    secret = with_webhook(article.site, server)
    comment = judged(article, 0.95)
    deliver_alerts()
    alert, received = Alert.objects.get(), server.received[0]
    assert json.loads(received.body) == {
        "type": "alert.threat",
        "timestamp": "2026-11-23T12:00:00+00:00",
        "data": {
            "alert_id": str(alert.public_id),
            "site": "the-daily-ledger",
            "comment_id": str(comment.public_id),
            "article_id": str(article.public_id),
            "value": 0.95,
        },
    }
    assert received.headers["webhook-id"] == f"alert_{alert.public_id}_1"
    assert Webhook(secret).verify(received.body, received.headers)
    assert (alert.posted_at, alert.closed_at) == (NOON, NOON)


@pytest.mark.parametrize("status", [301, 307, 400, 410, 500])
def test_what_is_no_success_is_tried_again_later_with_the_same_id(article, server, clock, status):
    with_webhook(article.site, server)
    judged(article, 0.95)
    server.status = status
    assert (deliver_alerts(), deliver_alerts()) == (1, 0)
    alert = Alert.objects.get()
    assert (alert.attempts, alert.closed_at) == (1, None)
    assert alert.data["last_try"] == {"webhook": str(status)}
    server.status = 200
    clock.shift(timedelta(minutes=2))
    assert deliver_alerts() == 1
    first, second = server.received
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert Alert.objects.get().closed_at is not None


def test_a_private_address_that_nobody_listed_is_never_called(article, server, settings):
    settings.WEBHOOK_ALLOWED_ADDRESSES = []
    with_webhook(article.site, server)
    judged(article, 0.95)
    deliver_alerts()
    assert server.received == []
    assert Alert.objects.get().data["last_try"] == {"webhook": "OutwardRefused"}


def test_a_receiver_that_fails_for_three_days_is_given_up_and_the_row_says_so(
    article, server, clock
):
    with_webhook(article.site, server)
    judged(article, 0.95)
    server.status = 500
    tries = 0
    while (alert := Alert.objects.get()).closed_at is None:
        clock.move_to(alert.due_at)
        tries += deliver_alerts()
    assert tries == 10
    assert timedelta(days=2.5) < alert.closed_at - NOON < timedelta(days=3.5)
    assert alert.posted_at is None


def test_mail_that_was_sent_is_not_sent_again_because_the_webhook_fails(article, server, clock):
    with_webhook(article.site, server, alert_emails=TO)
    judged(article, 0.95)
    server.status = 503
    deliver_alerts()
    clock.shift(timedelta(minutes=2))
    server.status = 204
    deliver_alerts()
    assert len(mail.outbox) == len(TO)
    assert len(server.received) == 2
    assert Alert.objects.get().data["last_try"] == {"mail": "told", "webhook": "told"}


class Broken:
    """A mail server that hangs up."""

    def __init__(self, *args, **kwargs):
        """Takes what Django gives every backend."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


def test_a_mail_server_that_fails_does_not_keep_the_webhook_from_being_told(article, server):
    with_webhook(article.site, server, alert_emails=TO)
    judged(article, 0.95)
    with override_settings(EMAIL_BACKEND=f"{__name__}.Broken"):
        deliver_alerts()
    alert = Alert.objects.get()
    assert alert.data["last_try"] == {"mail": "SMTPServerDisconnected", "webhook": "told"}
    assert (alert.mailed_at, alert.posted_at, alert.closed_at) == (None, NOON, None)


def test_a_secret_that_no_key_opens_is_named_and_nothing_is_sent(article, server):
    desk(article.site, alert_url=server.url, sealed_alert_secret="rubbish")
    judged(article, 0.95)
    deliver_alerts()
    assert server.received == []
    assert Alert.objects.get().data["last_try"] == {"webhook": "SealBroken"}


# Once more


def test_whoever_runs_the_desk_may_have_it_told_once_more(article):
    desk(article.site, alert_emails=TO[:1])
    remy = factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)
    judged(article, 0.95)
    deliver_alerts()
    resend_alert(Alert.objects.get(), user=remy)
    assert deliver_alerts() == 1
    assert len(mail.outbox) == 2
    assert Alert.objects.get().data["round"] == 2
    assert AuditEvent.objects.filter(site=article.site, kind="alert.told_again").count() == 1


def test_a_queue_that_is_in_order_again_is_not_told(article, clock):
    remy = factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)
    over = Alert.objects.create(site=article.site, kind="queue_age", due_at=NOON, closed_at=NOON)
    with pytest.raises(AlertOver):
        resend_alert(over, user=remy)


@pytest.mark.parametrize("role", ["moderator", "policy_editor", "auditor", "reader_support"])
def test_nobody_else_may(article, role):
    judged(article, 0.95)
    somebody = factories.make_moderator(article.site, "rosa", role)
    with pytest.raises(NotAllowed):
        resend_alert(Alert.objects.get(), user=somebody)
