"""Two moderators in two browsers on one comment: each sees the other, nobody overwrites."""

import pytest

from discussion.models import Decision
from moderation.models import ReviewItem
from tests import factories
from tests.browser.staff import sign_in
from tests.services.until import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a page does by itself every few seconds.
ASK_NOW = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def rude():
    return factories.held(factories.make_article())


@pytest.fixture
def case(live_server, rude):
    pk = ReviewItem.objects.get(comment=rude).pk
    return f"{live_server.url}/admin/moderation/reviewitem/{pk}/change/"


@pytest.fixture
def rosa(page, live_server, rude):
    sign_in(page, live_server, factories.make_moderator(rude.site, "rosa"))
    return page


@pytest.fixture
def remy(browser, live_server, rude):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(8_000)
    sign_in(page, live_server, factories.make_moderator(rude.site, "remy"))
    yield page
    context.close()


def test_the_second_sees_the_first_and_that_they_have_gone(rosa, remy, case):
    rosa.goto(case)
    remy.goto(case)
    live = remy.locator("#live")
    assert live.inner_text() == "rosa is looking at this comment as well."
    rosa.goto("about:blank")
    until(lambda: ReviewItem.objects.get().claimed_by is None)
    remy.evaluate(ASK_NOW)
    remy.locator("#live:empty").wait_for(state="attached")


def test_the_second_is_told_what_was_decided_and_overwrites_nothing(rosa, remy, rude, case):
    rosa.goto(case)
    remy.goto(case)
    remy.fill("#id_reasoning", "As I wrote.")
    rosa.get_by_role("button", name="Publish").click()
    rosa.get_by_text("Published.").wait_for()
    remy.evaluate(ASK_NOW)
    remy.get_by_text("rosa decided “publish”").wait_for()
    assert remy.locator("#id_reasoning").input_value() == "As I wrote."
    remy.get_by_role("button", name="Reject").click()
    remy.get_by_text("Somebody was faster: rosa decided “publish”").wait_for()
    assert remy.locator("#id_reasoning").input_value() == "As I wrote."
    assert factories.fresh(rude).status == "published"
    assert Decision.objects.filter(comment=rude).count() == 2


def test_a_page_that_is_not_seen_does_not_ask(rosa, case):
    rosa.goto(case)
    rosa.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "window.asked = 0; const real = fetch; fetch = (...all) => (asked += 1, real(...all));"
        f"{ASK_NOW}"
    )
    assert rosa.evaluate("asked") == 0
    rosa.evaluate(f"delete document.hidden; {ASK_NOW}")
    assert rosa.evaluate("asked") == 1
