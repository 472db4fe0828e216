"""Signing in with a code: who has one is asked, and nothing of the desk opens before."""

import re

import pytest
from django.core import mail
from django.test import Client

from articles.models import AuditEvent
from discussion.models import User
from moderation.models import Authenticator, DeskSession, RecoveryCode
from tests import factories
from tests.moderation import staff

pytestmark = pytest.mark.django_db

NOON = "2026-11-23T12:00:00Z"


@pytest.fixture(autouse=True)
def noon(time_machine):
    """The clock stands; a code stays right until a test moves it."""
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def rosa(site):
    user = staff.with_password(factories.make_moderator(site, "rosa"))
    user.email = "rosa@ledger.example"
    user.save()
    return user


@pytest.fixture
def recovery(rosa, noon):
    """Rosa has an app; these are her recovery codes, and a minute has passed."""
    codes = staff.enrolled(rosa)
    noon.shift(60)
    return codes


def test_a_code_of_the_app_signs_in_who_gave_the_password(client, rosa, recovery):
    assert staff.give_password(client).url == staff.CODE
    assert not staff.is_in(client)
    answer = client.post(staff.CODE, {"code": staff.code_of(rosa)})
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert staff.is_in(client)


def test_the_way_leads_to_the_page_that_was_asked_for(client, rosa, recovery):
    staff.give_password(client, next_url="/admin/moderation/reviewitem/")
    answer = client.post(staff.CODE, {"code": staff.code_of(rosa)})
    assert answer.url == "/admin/moderation/reviewitem/"
    staff.give_password(other := Client(), next_url="https://evil.example/")
    assert other.post(staff.CODE, {"code": staff.code_of(rosa, later=30)}).url == "/admin/"


PLACES = [
    "/admin/",
    "/admin/moderation/reviewitem/",
    "/admin/password_change/",
    "/admin/account/",
    "/admin/login/?next=/admin/",
    "/admin/jsi18n/",
    "/admin/autocomplete/",
]


@pytest.mark.parametrize("path", PLACES)
def test_the_password_alone_opens_nothing(client, rosa, recovery, path):
    staff.give_password(client)
    answer = client.get(path)
    assert answer.status_code == 302 or b'id="login-form"' in answer.content
    if answer.status_code == 302:
        assert answer.url.startswith(staff.LOGIN)


def test_the_password_alone_changes_nothing(client, rosa, recovery):
    staff.give_password(client)
    new = {"old_password": staff.PASSWORD, "new_password1": "x9" * 9, "new_password2": "x9" * 9}
    assert client.post("/admin/password_change/", new).url.startswith(staff.LOGIN)
    for path in (staff.REMOVE, staff.RENEW, staff.EVERYWHERE):
        assert client.post(path, {"code": staff.code_of(rosa)}).url.startswith(staff.LOGIN)
    rosa.refresh_from_db()
    assert rosa.check_password(staff.PASSWORD)
    assert Authenticator.objects.filter(user=rosa).exists()


def test_the_password_alone_is_nobody_in_the_api_and_on_the_pages(client, rosa, recovery, settings):
    staff.give_password(client)
    assert client.get("/api/v1/moderation/queue/").status_code == 403
    article = factories.make_article(rosa.memberships.get().site)
    page = client.get(f"/{article.site.slug}/articles/{article.slug}/")
    assert b'name="body"' not in page.content


def test_who_is_on_the_way_cannot_add_an_app_of_their_own(client, rosa, recovery):
    staff.give_password(client)
    assert client.get(staff.ENROL).status_code == 302
    assert RecoveryCode.objects.filter(user=rosa).count() == 10


@pytest.mark.parametrize("code", ["000000", "12345", "abc", "１２３４５６", "x" * 21, ""])
def test_what_is_no_code_is_refused(client, rosa, recovery, code):
    staff.give_password(client)
    assert client.post(staff.CODE, {"code": code}).status_code == 200
    assert not staff.is_in(client)


def test_a_code_is_good_once(client, rosa, recovery):
    code = staff.code_of(rosa)
    staff.give_password(client)
    client.post(staff.CODE, {"code": code})
    staff.give_password(other := Client())
    answer = other.post(staff.CODE, {"code": code})
    assert b"used before" in answer.content
    assert not staff.is_in(other)


def test_the_code_that_added_the_app_does_not_sign_in(client, rosa):
    staff.enrolled(rosa)
    staff.give_password(client)
    client.post(staff.CODE, {"code": staff.code_of(rosa)})
    assert not staff.is_in(client)


@pytest.mark.parametrize(
    "seconds, passes", [(-60, False), (-30, True), (30, True), (60, False)], ids=str
)
def test_a_clock_may_be_one_step_off(client, rosa, recovery, noon, seconds, passes):
    noon.shift(300)
    staff.give_password(client)
    client.post(staff.CODE, {"code": staff.code_of(rosa, later=seconds)})
    assert staff.is_in(client) is passes


def test_an_older_code_is_worth_nothing_after_a_younger_one(client, rosa, recovery):
    now, younger = staff.code_of(rosa), staff.code_of(rosa, later=30)
    staff.give_password(client)
    client.post(staff.CODE, {"code": younger})
    staff.give_password(other := Client())
    other.post(staff.CODE, {"code": now})
    assert staff.is_in(client) and not staff.is_in(other)


def test_a_recovery_code_signs_in_once_however_it_is_typed(client, rosa, recovery):
    code = recovery[3]
    staff.give_password(client)
    client.post(staff.CODE, {"code": f" {code.upper().replace('-', ' ')} "})
    assert staff.is_in(client)
    staff.give_password(other := Client())
    other.post(staff.CODE, {"code": code})
    assert not staff.is_in(other)
    assert RecoveryCode.objects.filter(user=rosa, used_at__isnull=True).count() == 9


def test_the_person_is_told_of_a_recovery_code_that_was_used(client, rosa, recovery):
    mail.outbox.clear()
    staff.give_password(client)
    client.post(staff.CODE, {"code": recovery[0]})
    assert b"You have 9 more" in client.get("/admin/").content
    [letter] = mail.outbox
    assert letter.to == ["rosa@ledger.example"]
    assert "recovery code" in letter.body


def test_another_persons_recovery_code_is_nothing(client, site, rosa, recovery):
    remy = staff.with_password(factories.make_moderator(site, "remy"))
    [theirs, *_] = staff.enrolled(remy)
    staff.give_password(client)
    client.post(staff.CODE, {"code": theirs})
    assert not staff.is_in(client)


def test_a_flood_of_wrong_codes_stops_the_right_one_too(client, rosa, recovery):
    staff.give_password(client)
    for _ in range(4):  # of five in a quarter of an hour: one has added the app
        assert b"Too many" not in client.post(staff.CODE, {"code": "000000"}).content
    for code in (staff.code_of(rosa), recovery[0]):
        assert b"Too many tries" in client.post(staff.CODE, {"code": code}).content
    assert not staff.is_in(client)


def test_codes_are_counted_for_the_account_wherever_they_come_from(rosa, recovery):
    for number in range(6):
        staff.give_password(client := Client(REMOTE_ADDR=f"198.51.100.{number}"))
        answer = client.post(staff.CODE, {"code": "000000"})
    assert b"Too many tries" in answer.content


def test_the_password_is_forgotten_after_ten_minutes(client, rosa, recovery, noon):
    staff.give_password(client)
    noon.shift(601)
    answer = client.post(staff.CODE, {"code": staff.code_of(rosa)})
    assert answer.url == staff.LOGIN
    assert not staff.is_in(client)


@pytest.mark.parametrize("change", ["password", "is_active", "is_staff"])
def test_who_was_changed_on_the_way_begins_again(client, rosa, recovery, change):
    staff.give_password(client)
    if change == "password":
        staff.with_password(rosa, "another long pass phrase")
    else:
        User.objects.filter(pk=rosa.pk).update(**{change: False})
    assert client.post(staff.CODE, {"code": staff.code_of(rosa)}).url == staff.LOGIN


def test_each_step_has_a_key_of_its_own(client, rosa, recovery):
    client.get(staff.LOGIN)
    staff.give_password(client)
    on_the_way = client.cookies["sessionid"].value
    client.post(staff.CODE, {"code": staff.code_of(rosa)})
    signed_in = client.cookies["sessionid"].value
    assert on_the_way != signed_in
    assert not DeskSession.objects.filter(pk=on_the_way).exists()


def test_a_planted_key_is_not_kept(client, rosa, recovery):
    client.cookies["sessionid"] = "k" * 32
    staff.give_password(client)
    assert client.cookies["sessionid"].value != "k" * 32


def test_a_way_in_that_asks_for_no_code_is_no_way_in(client, rosa, recovery):
    client.force_login(rosa)
    assert not staff.is_in(client)
    assert client.get("/api/v1/moderation/queue/").status_code == 403


# --- adding an app


@pytest.fixture
def required(settings):
    settings.STAFF_SECOND_FACTOR = "required"


def test_who_must_add_an_app_reaches_nothing_before(client, rosa, required):
    assert staff.give_password(client).url == staff.ENROL
    for path in PLACES[:5]:
        assert not client.get(path).context or b"login-form" in client.get(path).content
    assert client.get("/api/v1/moderation/queue/").status_code == 403
    assert len(staff.enrol(client)) == 10
    assert staff.is_in(client)
    assert client.get("/api/v1/moderation/queue/").status_code == 200


def test_a_superuser_must_too(client, required):
    staff.with_password(User.objects.create_superuser("sam"))
    assert staff.give_password(client, "sam").url == staff.ENROL
    assert not staff.is_in(client)


def test_who_was_signed_in_when_codes_became_required_is_so_no_more(client, rosa, settings):
    staff.give_password(client)
    assert staff.is_in(client)
    settings.STAFF_SECOND_FACTOR = "required"
    assert not staff.is_in(client)
    assert staff.give_password(client).url == staff.ENROL


def test_a_wrong_code_adds_nothing(client, rosa, required):
    staff.give_password(client)
    key = staff.offered_key(client)
    answer = client.post(staff.ENROL, {"code": "000000"})
    assert b"not right" in answer.content
    assert answer.context["key"].replace(" ", "") == key, "the app has it already"
    assert not Authenticator.objects.exists()
    assert not staff.is_in(client)


def test_the_key_is_shown_as_a_picture_without_inline_style(client, rosa, required):
    staff.give_password(client)
    page = client.get(staff.ENROL).content.decode()
    assert re.search(r'<svg [^>]*class="qr"', page)
    assert not re.search(r"<style|\sstyle=", page)


def test_neither_key_nor_codes_can_be_read_in_the_database(client, rosa, required):
    staff.give_password(client)
    key = staff.offered_key(client)
    before = DeskSession.objects.get().session_data
    codes = staff.enrol(client)
    assert key not in Authenticator.objects.get().sealed_key
    assert key not in before
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not {code.replace("-", "") for code in codes} & stored


def test_recovery_codes_are_shown_once(client, rosa, required):
    staff.give_password(client)
    [code, *_] = staff.enrol(client)
    for path in (staff.ENROL, staff.ACCOUNT):
        assert code not in client.get(path, follow=True).content.decode()


def test_an_added_app_ends_the_sessions_that_gave_no_code(client, rosa):
    staff.give_password(other := Client())
    staff.give_password(client)
    staff.enrol(client, password=staff.PASSWORD)
    assert staff.is_in(client)
    assert not staff.is_in(other)


def test_a_session_left_open_adds_no_app_without_the_password(client, rosa):
    staff.give_password(client)
    answer = client.post(staff.ENROL, {"code": "000000", "password": "guess"})
    assert b"not your password" in answer.content
    assert not Authenticator.objects.exists()


def test_adding_an_app_is_audited_at_each_site_and_told_by_mail(client, rosa, required):
    staff.give_password(client)
    staff.enrol(client)
    [event] = AuditEvent.objects.filter(kind="second_factor.added")
    assert (event.actor, event.data) == (f"user:{rosa.pk}", {"user": rosa.pk})
    assert mail.outbox[-1].to == ["rosa@ledger.example"]
    assert rosa.username in mail.outbox[-1].body


def test_no_mail_server_hinders_nobody(client, rosa, required, settings):
    settings.EMAIL_BACKEND = "discussion.mailing.Nowhere"
    staff.give_password(client)
    assert len(staff.enrol(client)) == 10
