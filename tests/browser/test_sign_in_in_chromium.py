"""Signing in as people do it: an app is added, a code typed, a phone lost."""

import time

import pytest

from discussion.oidc_settings import Oidc
from moderation.staff.one_time_codes import code_at
from tests import factories
from tests.browser.accessibility import violations
from tests.moderation import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rosa(settings):
    settings.STAFF_SECOND_FACTOR = "required"
    return staff.with_password(factories.make_moderator(factories.make_site(), "rosa"))


@pytest.fixture
def looked_at(page, shoot):
    """Photograph a page by day, by night and on a phone, and ask axe-core what is wrong with it."""

    def look(name):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
            shoot(page, f"{name}{'' if scheme == 'light' else '-dark'}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 390, "height": 844})
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, "nothing is cut off on a phone"
        assert page.locator("h1").count() == 1
        shoot(page, f"{name}-phone")
        page.set_viewport_size({"width": 1280, "height": 800})

    return look


def give_password(page, live_server, path="/admin/"):
    page.goto(live_server.url + path)
    page.fill("#id_username", "rosa")
    page.fill("#id_password", staff.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def give_code(page, code):
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Go on").click()


def add_app(page):
    """Type the key into the app, and its code into the page."""
    key = page.locator("code.key").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(code_at(key, time.time()))
    page.get_by_role("button", name="Add the app").click()
    return page.locator("ol.recovery-codes code").all_inner_texts()


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()


def test_an_app_is_added_and_asked_for_and_replaced_by_a_recovery_code(page, live_server, rosa):
    give_password(page, live_server, "/admin/moderation/reviewitem/")
    codes = add_app(page)
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/admin/moderation/reviewitem/")
    sign_out(page)

    give_password(page, live_server)
    give_code(page, "000000")
    page.wait_for_selector("text=That code is not right")
    give_code(page, staff.code_of(rosa, later=30))
    page.wait_for_selector("text=My account")
    sign_out(page)

    for passes in (True, False):
        give_password(page, live_server)
        page.get_by_role("link", name="Use a recovery code").click()
        give_code(page, codes[0])
        if passes:
            page.wait_for_selector("text=You have 9 more")
            sign_out(page)
    page.wait_for_selector("text=was used before")


def test_every_page_of_the_way_is_fit_to_be_seen(page, live_server, rosa, looked_at, settings):
    settings.OIDC = Oidc(
        issuer="https://id.ledger.example",
        client_id="desk",
        client_secret="s",
        name="Ledger ID",
        claim="email",
        second_factor=("mfa",),
        scopes="openid email",
    )
    page.goto(f"{live_server.url}/admin/login/")
    looked_at("sign-in")
    give_password(page, live_server)
    looked_at("sign-in-add-app")
    add_app(page)
    looked_at("sign-in-recovery-codes")
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("link", name="My account").click()
    looked_at("account")
    sign_out(page)
    give_password(page, live_server)
    give_code(page, "000000")
    looked_at("sign-in-code")
