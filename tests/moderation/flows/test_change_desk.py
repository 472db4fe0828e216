"""Settings of a desk: who may change them, to what, and what the audit keeps of it."""

import pytest

from articles.models import AuditEvent
from articles.sealing import unseal
from discussion.models import User
from moderation.desk_limits import LIMITS
from moderation.desk_settings import desk_of, state_of
from moderation.errors import NotAllowed, SettingRefused, StaleSettings
from moderation.flows.change_desk import change_desk
from moderation.flows.renew_alert_secret import renew_alert_secret
from moderation.models import DeskSettings, Membership
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def remy(site):
    return factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)


def change(site, user, **values):
    site.refresh_from_db()
    return change_desk(site, values, seen=state_of(site), user=user)


def events(site, kind):
    return [event.data for event in AuditEvent.objects.filter(site=site, kind=kind)]


def test_what_changed_is_stored_and_named_in_the_audit_but_not_its_value(site, remy):
    done = change(
        site, remy, queue_age_minutes=30, alert_emails=["a@ledger.example"], threat_at=0.9
    )
    assert done.fields == ["queue_age_minutes", "alert_emails"]
    stored = DeskSettings.objects.get(site=site)
    assert (stored.queue_age_minutes, stored.alert_emails) == (30, ["a@ledger.example"])
    assert events(site, "desk.changed") == [{"fields": ["queue_age_minutes", "alert_emails"]}]


def test_nothing_changed_is_no_row_and_no_event(site, remy):
    assert change(site, remy, queue_age_minutes=120, appeal_days=184).fields == []
    assert not DeskSettings.objects.exists()
    assert events(site, "desk.changed") == []


def test_the_days_for_appeals_are_the_sites_own(site, remy):
    assert change(site, remy, appeal_days=30).fields == ["appeal_days"]
    site.refresh_from_db()
    assert site.appeal_days == 30
    assert events(site, "site.changed") == [{"fields": ["appeal_days"]}]


def test_the_second_of_two_at_once_overwrites_nothing(site, remy):
    seen = state_of(site)
    change_desk(site, {"queue_age_minutes": 30}, seen=seen, user=remy)
    site.refresh_from_db()
    with pytest.raises(StaleSettings):
        change_desk(site, {"queue_age_minutes": 60}, seen=seen, user=remy)
    assert DeskSettings.objects.get().queue_age_minutes == 30


@pytest.mark.parametrize("role", ["moderator", "policy_editor", "auditor", "reader_support"])
def test_other_roles_change_nothing(site, role):
    somebody = factories.make_moderator(site, "rosa", role)
    with pytest.raises(NotAllowed):
        change(site, somebody, queue_age_minutes=30)
    with pytest.raises(NotAllowed):
        renew_alert_secret(site, user=somebody)


def test_a_senior_of_another_site_changes_nothing(site):
    elsewhere = factories.make_site("Evening Post")
    other = factories.make_moderator(elsewhere, "sam", Membership.Role.SENIOR_MODERATOR)
    with pytest.raises(NotAllowed):
        change(site, other, queue_age_minutes=30)


@pytest.mark.parametrize("name", LIMITS)
def test_a_figure_may_be_at_its_limits_and_not_beyond(site, remy, name):
    least, most = LIMITS[name]
    change(site, remy, **{name: least})
    change(site, remy, **{name: most})
    for wrong in (least - 0.01, most + 1, float("nan")):
        with pytest.raises(SettingRefused):
            change(site, remy, **{name: wrong})


@pytest.mark.parametrize("name", ["heat_comments", "queue_age_minutes"])
def test_a_limit_that_would_be_met_at_once_is_refused(site, remy, name):
    with pytest.raises(SettingRefused, match="0 or a number from 5"):
        change(site, remy, **{name: 1})


def test_the_second_person_is_active_staff_of_this_site(site, remy):
    rosa = factories.make_moderator(site, "rosa")
    change(site, remy, second_person_id=rosa.pk)
    assert desk_of(fresh(site)).second_person == rosa
    change(site, remy, second_person_id=None)
    foreign = factories.make_moderator(factories.make_site("Evening Post"), "finn")
    gone = factories.make_moderator(site, "gil")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for nobody in (foreign.pk, gone.pk, 0):
        with pytest.raises(SettingRefused):
            change(site, remy, second_person_id=nobody)


def fresh(site):
    return type(site).objects.get(pk=site.pk)


@pytest.mark.parametrize(
    "wrong", ["nobody", "a@b\nBcc: x@y.example", "a@ledger.example, b@x.example"]
)
def test_what_is_no_mail_address_is_refused(site, remy, wrong):
    with pytest.raises(SettingRefused):
        change(site, remy, alert_emails=[wrong])


@pytest.mark.parametrize(
    "wrong", ["hooks.example", "ftp://hooks.example", "https://u:p@hooks.example"]
)
def test_what_is_no_address_of_a_web_server_is_refused(site, remy, wrong):
    with pytest.raises(SettingRefused):
        change(site, remy, alert_url=wrong)


def test_the_first_webhook_brings_a_secret_that_is_sealed_and_told_once(site, remy):
    done = change(site, remy, alert_url="https://hooks.example/a")
    stored = DeskSettings.objects.get(site=site)
    assert done.secret.startswith("whsec_")
    assert done.secret not in stored.sealed_alert_secret
    assert unseal(stored.sealed_alert_secret) == done.secret
    assert change(site, remy, alert_url="https://hooks.example/b").secret == ""


def test_another_secret_replaces_the_one_before(site, remy):
    old = change(site, remy, alert_url="https://hooks.example/a").secret
    new = renew_alert_secret(site, user=remy)
    assert new != old
    assert unseal(DeskSettings.objects.get(site=site).sealed_alert_secret) == new
    assert len(events(site, "desk.secret_renewed")) == 1


def test_without_a_webhook_there_is_no_secret_to_renew(site, remy):
    with pytest.raises(SettingRefused):
        renew_alert_secret(site, user=remy)
