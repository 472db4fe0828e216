"""Endpoints in the admin: who sets one up, what is shown once, and the log."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from discussion.flows.fan_out_events import fan_out_events
from discussion.flows.set_up_webhook import switch_webhook_off
from discussion.models import WebhookDelivery, WebhookEndpoint
from discussion.webhooks.secrets import live_secrets
from moderation.models import Membership
from tests import factories
from tests.webhooks import ACTOR, endpoint_at, happen

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.org/in/the-path-is-a-secret"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{20,}")
LOG = reverse("admin:discussion_webhookdelivery_changelist")
ADD = reverse("admin:discussion_webhookendpoint_add")
LIST = reverse("admin:discussion_webhookendpoint_changelist")


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def hook(article):
    return endpoint_at(article.site, URL)[0]


@pytest.fixture
def remy(client, article):
    """A senior moderator, signed in."""
    user = factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)
    client.force_login(user)
    return user


def page(hook):
    return reverse("admin:discussion_webhookendpoint_change", args=[hook.pk])


def act(name, hook):
    return reverse(f"admin:desk-webhook-{name}", args=[hook.pk])


def test_a_senior_adds_one_and_sees_its_secret_once(client, remy, article):
    values = {"site": article.site.pk, "url": URL, "name": "CMS", "kinds": ["comment.held"]}
    answer = client.post(ADD, values, follow=True)
    assert len(SECRET.findall(answer.content.decode())) == 1
    hook = WebhookEndpoint.objects.get()
    assert (hook.url, hook.name, hook.kinds) == (URL, "CMS", ["comment.held"])
    assert not SECRET.search(client.get(page(hook)).content.decode())


@pytest.mark.parametrize(
    ("values", "status"),
    [({"url": "ftp://x/"}, 400), ({"url": ""}, 400), ({"kinds": ["comment.eaten"]}, 400)],
)
def test_what_cannot_work_is_refused_beside_the_field(client, remy, article, values, status):
    answer = client.post(ADD, {"site": article.site.pk, "url": URL, **values})
    assert answer.status_code == status
    assert not WebhookEndpoint.objects.exists()


def test_nobody_adds_one_at_another_site(client, remy):
    other = factories.make_site("Other")
    assert client.post(ADD, {"site": other.pk, "url": URL}).status_code == 400
    assert not WebhookEndpoint.objects.exists()


def test_a_moderator_sees_that_there_is_one_but_neither_its_path_nor_a_button(
    client, article, hook
):
    client.force_login(factories.make_moderator(article.site))
    for path in (LIST, page(hook)):
        text = client.get(path).content.decode()
        assert "hooks.example.org" in text
        assert "the-path-is-a-secret" not in text
        assert "Switch it off" not in text
    assert client.get(ADD).status_code == 403


@pytest.mark.parametrize("name", ["ping", "off", "on", "secret", "retire", "since"])
def test_acts_are_for_seniors_of_the_site_alone(client, article, hook, name):
    foreign = endpoint_at(factories.make_site("Other"), URL)[0]
    client.force_login(factories.make_moderator(article.site))
    assert client.post(act(name, hook)).status_code == 404
    senior = factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)
    client.force_login(senior)
    assert client.post(act(name, foreign)).status_code == 404
    assert client.get(act(name, hook)).status_code == 405
    assert not WebhookDelivery.objects.exists()


def test_a_senior_changes_switches_and_tries_it(client, remy, hook):
    client.post(page(hook), {"url": URL + "/2", "name": "", "kinds": []})
    client.post(act("ping", hook))
    hook.refresh_from_db()
    assert hook.url == URL + "/2"
    assert WebhookDelivery.objects.get().event.kind == "webhook.ping"
    client.post(act("off", hook))
    hook.refresh_from_db()
    assert (hook.off_because, hook.deliveries.get().ending) == ("by-hand", "given-up")
    refused = client.post(act("ping", hook), follow=True).content.decode()
    assert "switched off" in refused
    client.post(act("on", hook))
    hook.refresh_from_db()
    assert hook.off_at is None


def test_a_new_secret_is_shown_once_and_the_old_one_can_be_retired(client, remy, hook):
    answer = client.post(act("secret", hook), {"hours": 24}, follow=True)
    assert len(SECRET.findall(answer.content.decode())) == 1
    _, older = live_secrets(hook)
    client.post(act("retire", hook), {"secret": older.pk})
    assert live_secrets(hook).count() == 1
    assert client.post(act("retire", hook), {"secret": "9" * 5_000}).status_code == 404
    assert client.post(act("secret", hook), {"hours": "x"}, follow=True).status_code == 200


def test_what_did_not_arrive_is_sent_with_one_click(client, remy, article, hook):
    happen(article, 2)
    fan_out_events()
    WebhookDelivery.objects.update(ending="given-up", ended_at=timezone.now())
    answer = client.post(act("since", hook), {"hours": 24}, follow=True)
    assert "Events to be sent now: 2." in answer.content.decode()
    assert WebhookDelivery.objects.filter(ended_at=None).count() == 2
    assert "30 days" in client.get(page(hook)).content.decode()
    assert client.post(act("since", hook), {"hours": 720}, follow=True).status_code == 200


class TestLog:
    @pytest.fixture(autouse=True)
    def sent(self, article, hook):
        happen(article, 3)
        happen(article, kind="comment.held")
        fan_out_events()
        last = WebhookDelivery.objects.order_by("-pk").first()
        WebhookDelivery.objects.filter(pk=last.pk).update(
            ending="given-up", ended_at=timezone.now(), status=500
        )

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("", 4),
            ("?state=waiting", 3),
            ("?state=given-up", 1),
            ("?state=delivered", 0),
            ("?kind=comment.held", 1),
            ("?site=the-daily-ledger", 4),
        ],
    )
    def test_it_is_filtered(self, client, remy, query, count):
        answer = client.get(LOG + query)
        assert len(answer.context["cl"].result_list) == count

    def test_its_cost_does_not_grow(self, client, remy, article, django_assert_num_queries):
        with CaptureQueriesContext(connection) as few:
            client.get(LOG)
        happen(article, 20)
        fan_out_events()
        with django_assert_num_queries(len(few)):
            client.get(LOG)

    def chosen(self):
        return {
            "action": "send_again",
            "_selected_action": list(WebhookDelivery.objects.values_list("pk", flat=True)),
        }

    def test_a_senior_sends_what_is_selected_again(self, client, remy):
        answer = client.post(LOG, self.chosen(), follow=True)
        assert "To be sent again: 4." in answer.content.decode()
        assert not WebhookDelivery.objects.exclude(ended_at=None).exists()

    def test_of_an_endpoint_that_is_off_it_says_why_not(self, client, remy, hook):
        switch_webhook_off(hook, actor=ACTOR)
        answer = client.post(LOG, self.chosen(), follow=True)
        assert "Not sent again: 4. This endpoint is switched off" in answer.content.decode()

    def test_a_moderator_may_look_and_not_send(self, client, article):
        client.force_login(factories.make_moderator(article.site))
        assert client.get(LOG).status_code == 200
        client.post(LOG, self.chosen())
        assert WebhookDelivery.objects.filter(ending="given-up").count() == 1

    def test_of_a_site_where_one_is_no_senior_nothing_is_sent(self, client, remy, article):
        other = factories.make_site("Other")
        Membership.objects.create(user=remy, site=other, role=Membership.Role.MODERATOR)
        endpoint_at(other, URL)
        happen(factories.make_article(other))
        fan_out_events()
        answer = client.post(LOG, self.chosen(), follow=True).content.decode()
        assert "To be sent again: 4." in answer
        assert "Not sent again: 1." in answer
