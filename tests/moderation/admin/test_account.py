"""My account: taking the app off, new recovery codes, and the operator's help."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import AuditEvent
from discussion.models import User
from moderation.models import Authenticator, DeskSession, ProviderLink, RecoveryCode
from tests import factories
from tests.moderation import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)
    return time_machine


@pytest.fixture
def rosa():
    return staff.with_password(factories.make_moderator(factories.make_site(), "rosa"))


@pytest.fixture
def recovery(client, rosa, noon):
    """Rosa is signed in, with an app; these are her recovery codes."""
    staff.give_password(client)
    codes = staff.enrol(client, password=staff.PASSWORD)
    noon.shift(60)
    return codes


def test_the_account_says_that_no_code_is_asked_for_and_offers_one(client, rosa):
    staff.give_password(client)
    page = client.get(staff.ACCOUNT)
    assert b"your password alone signs you in" in page.content
    assert staff.ENROL.encode() in page.content


def test_the_account_says_how_many_recovery_codes_are_left(client, rosa, recovery):
    assert b"10 recovery codes left" in client.get(staff.ACCOUNT).content
    RecoveryCode.objects.filter(user=rosa).update(used_at="2026-11-23T12:00:00Z")
    assert b"No recovery codes left" in client.get(staff.ACCOUNT).content


def test_a_code_takes_the_app_off(client, rosa, recovery):
    answer = client.post(staff.REMOVE, {"code": staff.code_of(rosa)}, follow=True)
    assert b"asks for no code any more" in answer.content
    assert not Authenticator.objects.exists() and not RecoveryCode.objects.exists()
    assert staff.is_in(client)
    staff.give_password(other := Client())
    assert staff.is_in(other)


@pytest.mark.parametrize("path", [staff.REMOVE, staff.RENEW])
@pytest.mark.parametrize("code", ["", "000000"])
def test_no_code_changes_nothing(client, rosa, recovery, path, code):
    assert client.post(path, {"code": code}).status_code == 200
    assert Authenticator.objects.filter(user=rosa).exists()
    assert RecoveryCode.objects.filter(user=rosa).count() == 10


@pytest.mark.parametrize("path", [staff.REMOVE, staff.RENEW])
def test_nothing_is_changed_by_a_link(client, rosa, recovery, path):
    assert client.get(path, {"code": staff.code_of(rosa)}).status_code == 405


def test_another_page_can_change_nothing(rosa, recovery, client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for path in (staff.REMOVE, staff.RENEW, staff.EVERYWHERE):
        assert strict.post(path, {"code": staff.code_of(rosa)}).status_code == 403
    assert Authenticator.objects.exists()


def test_where_codes_are_required_the_next_app_follows_at_once(client, rosa, recovery, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    answer = client.post(staff.REMOVE, {"code": staff.code_of(rosa)})
    assert answer.url == staff.ENROL
    assert not staff.is_in(client)
    staff.enrol(client)
    assert staff.is_in(client)


def test_taking_the_app_off_ends_the_other_sessions(client, rosa, recovery):
    staff.give_password(other := Client())
    other.post(staff.CODE, {"code": recovery[0]})
    assert staff.is_in(other)
    client.post(staff.REMOVE, {"code": staff.code_of(rosa)})
    assert not staff.is_in(other)


def test_new_recovery_codes_replace_the_old(client, rosa, recovery):
    answer = client.post(staff.RENEW, {"code": staff.code_of(rosa)})
    codes = answer.context["codes"]
    assert len(set(codes)) == 10 and not set(codes) & set(recovery)
    for code, passes in ((recovery[0], False), (codes[0], True)):
        staff.give_password(other := Client())
        other.post(staff.CODE, {"code": code})
        assert staff.is_in(other) is passes


def test_recovery_codes_without_an_app_are_none(client, rosa):
    staff.give_password(client)
    answer = client.post(staff.RENEW, {"code": "000000"})
    assert answer.status_code == 200
    assert not RecoveryCode.objects.exists()


def test_who_is_not_signed_in_has_no_account(client):
    for path in (staff.ACCOUNT, staff.REMOVE, staff.RENEW, staff.ENROL):
        assert client.get(path).url.startswith(staff.LOGIN)


# --- the operator


def test_the_operator_takes_a_lost_app_off(client, rosa, recovery):
    said = call_command("moderator", "rosa", "--reset-second-factor")
    assert "taken off" in said
    assert not staff.is_in(client)
    assert not RecoveryCode.objects.exists()
    [event] = AuditEvent.objects.filter(kind="second_factor.removed")
    assert (event.actor, event.data) == ("operator:command", {"user": rosa.pk})
    assert "had no app" in call_command("moderator", "rosa", "--reset-second-factor")


def test_the_operators_help_gives_nobody_a_role_or_a_password(rosa, recovery):
    before = User.objects.get(pk=rosa.pk).password
    call_command("moderator", "rosa", "--reset-second-factor", "--role", "auditor")
    assert User.objects.get(pk=rosa.pk).password == before
    assert [row.role for row in rosa.memberships.all()] == ["moderator"]


def test_the_operator_unlinks_an_account_from_the_provider(client, rosa):
    ProviderLink.objects.create(user=rosa, issuer="https://id.example", subject="1")
    staff.give_password(client)
    assert "deleted" in call_command("moderator", "rosa", "--unlink-provider")
    assert not ProviderLink.objects.exists() and not DeskSession.objects.exists()
    assert "no link" in call_command("moderator", "rosa", "--unlink-provider")


def test_there_is_no_help_for_nobody(db):
    with pytest.raises(CommandError, match="no user"):
        call_command("moderator", "mal", "--reset-second-factor")
    assert not User.objects.exists()
