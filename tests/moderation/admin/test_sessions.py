"""When a session of staff ends: by itself, at a word, and with what it stood on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from discussion.models import User
from moderation.models import DeskSession
from moderation.staff.sessions import SessionStore
from moderation.tasks import purge_sessions_task
from tests import factories
from tests.moderation import staff

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = 3600


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to(MORNING, tick=False)
    return time_machine


@pytest.fixture
def rosa():
    return staff.with_password(factories.make_moderator(factories.make_site(), "rosa"))


@pytest.fixture
def browser(rosa):
    return signed_in()


def signed_in():
    client = Client()
    staff.give_password(client)
    return client


def test_it_ends_after_eight_hours_without_work(browser, morning):
    morning.shift(8 * HOUR - 1)
    assert staff.is_in(browser)
    morning.shift(8 * HOUR + 61)
    assert not staff.is_in(browser)


def test_it_ends_after_twelve_hours_of_work(browser, morning):
    for _ in range(11):
        morning.shift(HOUR)
        assert staff.is_in(browser)
    morning.shift(HOUR)
    assert not staff.is_in(browser)


def test_a_page_that_only_asks_what_is_new_is_no_work(browser, morning):
    for _ in range(8):
        morning.shift(HOUR)
        browser.get("/admin/", headers={"Sec-Fetch-Mode": "cors"})
    assert not staff.is_in(browser)


def test_a_change_by_script_is_work(browser, morning):
    morning.shift(7 * HOUR)
    browser.post("/admin/", headers={"Sec-Fetch-Mode": "cors"})
    morning.shift(2 * HOUR)
    assert staff.is_in(browser)


def test_the_row_is_written_once_a_minute_at_most(browser, morning, django_assert_num_queries):
    asked = "/admin/jsi18n/"
    with django_assert_num_queries(2):  # the session and its user
        browser.get(asked)
    morning.shift(61)
    with django_assert_num_queries(3):
        browser.get(asked)


def test_who_signs_in_again_has_the_whole_time_again(browser, morning):
    morning.shift(7 * HOUR)
    staff.give_password(browser)
    morning.shift(7 * HOUR)
    assert staff.is_in(browser)


def test_a_new_password_ends_every_other_session(browser, rosa):
    other = signed_in()
    new = "a longer new pass phrase"
    said = {"old_password": staff.PASSWORD, "new_password1": new, "new_password2": new}
    before = browser.cookies["sessionid"].value
    assert browser.post("/admin/password_change/", said).url == "/admin/password_change/done/"
    assert staff.is_in(browser)
    assert browser.cookies["sessionid"].value != before
    assert not staff.is_in(other)
    assert DeskSession.objects.filter(user=rosa).count() == 1


def test_the_old_password_cannot_be_guessed_from_an_open_session(browser):
    new = "a longer new pass phrase"
    for old in ["guess"] * 5 + [staff.PASSWORD]:
        said = {"old_password": old, "new_password1": new, "new_password2": new}
        answer = browser.post("/admin/password_change/", said)
    assert b"Too many tries" in answer.content


def test_an_account_that_is_switched_off_is_signed_out_for_good(browser, rosa):
    sam = User.objects.create_superuser("sam")
    desk = Client()
    desk.force_login(sam)
    page = f"/admin/discussion/user/{rosa.pk}/change/"
    said = {"username": "rosa", "email": "", "is_staff": "on"}
    assert desk.post(page, said).status_code == 302
    assert not staff.is_in(browser)
    assert desk.post(page, {**said, "is_active": "on"}).status_code == 302
    assert not staff.is_in(browser), "switching it on again brings no old session back"


def test_an_account_switched_off_anywhere_is_nobody_at_once(browser, rosa):
    User.objects.filter(pk=rosa.pk).update(is_active=False)
    assert not staff.is_in(browser)


def test_signing_out_everywhere_signs_out_everywhere(browser, rosa):
    other, sam = signed_in(), Client()
    sam.force_login(User.objects.create_superuser("sam"))
    answer = browser.post(staff.EVERYWHERE, follow=True)
    assert b"signed out everywhere" in answer.content
    assert not staff.is_in(browser) and not staff.is_in(other)
    assert staff.is_in(sam)


def test_signing_out_everywhere_takes_a_post(browser):
    assert browser.get(staff.EVERYWHERE).status_code == 405
    assert staff.is_in(browser)


def test_the_account_shows_where_one_is_signed_in_and_the_time_before(browser, morning):
    morning.shift(HOUR)
    other = signed_in()
    page = other.get(staff.ACCOUNT).content.decode()
    assert page.count("Since 23 Nov 2026, ") == 2
    assert "Since 23 Nov 2026, 09:00 UTC <strong>(here)</strong>" in page
    assert "You signed in before on 23 Nov 2026, 08:00 UTC." in page


def test_whoever_signs_in_reads_when_they_did_before(morning, browser):
    morning.shift(26 * HOUR)
    assert b"You signed in before on 23 Nov 2026, 08:00 UTC." in signed_in().get("/admin/").content


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_goes_with_the_browser(browser):
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_what_has_ended_is_purged(browser, rosa, morning):
    signed_in()
    morning.shift(13 * HOUR)
    staff.give_password(Client())
    purge_sessions_task()
    assert [row.signed_in_at for row in DeskSession.objects.all()] == [
        MORNING + timedelta(hours=13)
    ]


def test_somebody_on_the_way_has_a_quarter_of_an_hour(morning):
    store = SessionStore()
    store["anything"] = 1
    store.save()
    row = DeskSession.objects.get()
    assert (row.user, row.signed_in_at) == (None, None)
    assert row.expire_date == MORNING + timedelta(minutes=15)


def test_a_reader_gets_no_session(client):
    article = factories.make_article()
    client.get(f"/{article.site.slug}/articles/{article.slug}/")
    client.get("/admin/login/")
    assert not DeskSession.objects.exists()
