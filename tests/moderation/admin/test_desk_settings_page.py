"""Settings of a desk, for its seniors; alerts, for all of its staff."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.models import AuditEvent
from articles.sealing import unseal
from discussion.models import User
from moderation.models import Alert, DeskSettings, Membership
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/moderation/desksettings/"
ALERTS = "/admin/moderation/alert/"
SENT = {
    "appeal_days": "184",
    "second_person_id": "",
    "queue_age_minutes": "120",
    "threat_at": "0.9",
    "alert_emails": "",
    "alert_url": "",
    "heat_comments": "60",
    "heat_held_share": "0.3",
    "heat_minutes": "30",
    "second_look_share": "0.02",
}


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def remy(site):
    return factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def senior(client, remy):
    client.force_login(remy)
    client.get(LIST)
    return client


def page_of(site):
    return f"{LIST}{site.pk}/change/"


def send(client, site, **said):
    html = client.get(page_of(site)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', html)
    sent = {**SENT, "seen": seen.group(1) if seen else "", **said}
    return client.post(page_of(site), sent)


def desk(site):
    return DeskSettings.objects.get(site=site)


def test_a_site_that_nobody_set_up_is_in_the_list_with_its_defaults(senior, site):
    html = senior.get(LIST).content.decode()
    assert "nobody is told" in html
    assert desk(site).queue_age_minutes == 120
    assert not AuditEvent.objects.filter(kind="desk.changed").exists()


def test_what_is_sent_is_stored_and_the_rest_stays(senior, site):
    said = {
        "queue_age_minutes": "30",
        "alert_emails": "a@x.example\n\nb@x.example",
        "threat_at": "0.8",
    }
    assert send(senior, site, **said).status_code == 302
    now = desk(site)
    assert (now.queue_age_minutes, now.threat_at) == (30, 0.8)
    assert now.alert_emails == ["a@x.example", "b@x.example"]
    assert now.heat_comments == 60
    html = senior.get(page_of(site)).content.decode()
    assert "a@x.example\nb@x.example" in html


def test_sent_back_as_it_is_nothing_changes(senior, site):
    answer = send(senior, site)
    assert answer.status_code == 302
    assert not AuditEvent.objects.filter(site=site, kind="desk.changed").exists()


@pytest.mark.parametrize(
    "field, value, words",
    [
        ("queue_age_minutes", "1", "Give 0 or a number from 5 to 10,080."),
        ("heat_held_share", "0", "Give a number from 0.05 to 1."),
        ("threat_at", "nan", "Enter a number."),
        ("appeal_days", "1", "Give a number from 14 to 3,650."),
        ("second_look_share", "", "This field is required."),
        ("alert_emails", "nobody", "“nobody” is no mail address."),
        ("alert_url", "ftp://x.example", "https:// or http://"),
        ("second_person_id", "999", "not one of the available choices"),
    ],
)
def test_a_wrong_value_is_named_beside_its_field_and_nothing_is_stored(
    senior, site, field, value, words
):
    answer = send(senior, site, heat_minutes="45", **{field: value})
    assert answer.status_code == 400
    html = answer.content.decode()
    assert re.search(rf'id="id_{field}_error"><li>[^<]*{re.escape(words)}', html), html
    assert desk(site).heat_minutes == 30


def test_the_second_of_two_seniors_sees_the_settings_as_they_are_now(senior, site):
    old = re.search(r'name="seen" value="(\w+)"', senior.get(page_of(site)).content.decode())
    send(senior, site, queue_age_minutes="30")
    answer = senior.post(page_of(site), {**SENT, "heat_minutes": "45", "seen": old.group(1)})
    assert answer.status_code == 409
    assert 'value="30"' in answer.content.decode()
    assert (desk(site).queue_age_minutes, desk(site).heat_minutes) == (30, 30)


def test_the_webhooks_secret_is_shown_once(senior, site):
    answer = send(senior, site, alert_url="https://hooks.example/a")
    assert answer.status_code == 302
    secret = unseal(desk(site).sealed_alert_secret)
    assert secret in senior.get(answer.url).content.decode()
    assert secret not in senior.get(answer.url).content.decode()
    renewed = senior.post(f"/admin/settings/{site.pk}/secret/", follow=True).content.decode()
    assert unseal(desk(site).sealed_alert_secret) in renewed
    assert secret not in renewed


def test_people_of_the_site_may_be_the_second_person_and_others_are_not_offered(senior, site):
    rosa = factories.make_moderator(site, "rosa")
    factories.make_moderator(factories.make_site("Evening Post"), "finn")
    html = senior.get(page_of(site)).content.decode()
    assert "rosa" in html
    assert "finn" not in html
    send(senior, site, second_person_id=str(rosa.pk))
    assert desk(site).second_person == rosa


@pytest.mark.parametrize("role", ["moderator", "policy_editor", "auditor", "reader_support"])
def test_other_staff_look_and_do_not_change(client, site, role):
    DeskSettings.objects.create(site=site, alert_url="https://hooks.example/secret-path")
    client.force_login(factories.make_moderator(site, "rosa", role))
    html = client.get(page_of(site)).content.decode()
    assert "hooks.example" in html
    assert "secret-path" not in html
    assert client.post(page_of(site), {**SENT, "heat_minutes": "45"}).status_code == 403
    assert client.post(f"/admin/settings/{site.pk}/secret/").status_code == 404
    assert desk(site).heat_minutes == 30


def test_another_sites_settings_are_not_there(senior):
    other = factories.make_site("Evening Post")
    DeskSettings.objects.create(site=other)
    assert senior.get(page_of(other)).status_code == 404
    assert senior.post(page_of(other), SENT).status_code == 404
    assert senior.post(f"/admin/settings/{other.pk}/secret/").status_code == 404


def test_opening_the_list_takes_the_same_number_of_queries_for_more_sites(
    client, site, django_assert_max_num_queries
):
    client.force_login(User.objects.create_superuser("sam"))
    client.get(LIST)
    counts = []
    for name in ("Evening Post", "Morning Star"):
        with django_assert_max_num_queries(14) as queries:
            client.get(LIST)
        counts.append(len(queries))
        DeskSettings.objects.create(site=factories.make_site(name))
    assert counts[0] == counts[1]


# Alerts


@pytest.fixture
def alert(site):
    return Alert.objects.create(
        site=site,
        kind="queue_age",
        due_at=datetime(2027, 1, 1, 8, 0, tzinfo=UTC),
        attempts=2,
        data={"round": 1, "last_try": {"mail": "told", "webhook": "503"}},
    )


def test_the_list_says_what_came_of_the_last_try(senior, alert):
    html = senior.get(ALERTS).content.decode()
    assert "mail: told, webhook: 503" in html
    assert "next 1 Jan 2027, 08:00 UTC" in html


def resend(client, *alerts):
    data = {"action": "tell_again", "_selected_action": [alert.pk for alert in alerts]}
    return client.post(ALERTS, data, follow=True).content.decode()


def test_seniors_have_it_told_again_and_hear_what_cannot_be(senior, site, alert):
    over = Alert.objects.create(
        site=site, kind="queue_age", due_at=timezone.now(), closed_at=timezone.now()
    )
    html = resend(senior, alert, over)
    assert "To be told again: 1." in html
    assert "Not told again: 1. What this alert told of is over." in html
    alert.refresh_from_db()
    assert alert.attempts == 0
    assert alert.due_at <= timezone.now()


def test_moderators_see_alerts_and_have_none_told_again(client, site, alert):
    client.force_login(factories.make_moderator(site))
    assert "mail: told" in client.get(ALERTS).content.decode()
    resend(client, alert)
    alert.refresh_from_db()
    assert alert.attempts == 2


def test_a_number_that_no_site_can_have_is_not_found(senior):
    page = f"/admin/moderation/desksettings/{10**30}/change/"
    assert senior.get(page).status_code == 404
