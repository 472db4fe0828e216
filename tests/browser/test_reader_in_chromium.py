"""A demo reader's whole way: read, write, wait, see what became of it."""

import pytest

from discussion.models import Comment
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server, settings):
    settings.DEMO = True
    article = factories.make_article(
        title="Talks resume in the straits", paragraphs=["One.", "Two."], deck="A deck."
    )
    return f"{live_server.url}/{article.site.slug}/articles/{article.slug}/"


def write(page, address, body, name="Ada"):
    page.goto(address)
    page.fill("#write-name", name)
    page.fill("#write-body", body)
    page.get_by_role("button", name="Post").click()
    page.wait_for_selector("text=Your comment is being checked")


def test_a_comment_is_being_checked_and_its_outcome_appears_by_itself(page, address):
    write(page, address, "A fair point.")
    factories.screen()
    page.wait_for_selector("text=Your comment is published")
    page.get_by_role("link", name="See it in the discussion").click()
    comment = Comment.objects.get()
    assert page.locator(f"#c-{comment.public_id}").inner_text().count("A fair point.") == 1


def test_a_held_comment_says_why(page, address):
    write(page, address, "You idiot.")
    factories.screen()
    page.wait_for_selector("text=A person will read your comment before it appears")
    assert "No hatred of people for who they are." in page.locator("#mine").inner_text()


def test_typed_text_survives_a_reload_and_a_refusal(page, address):
    page.goto(address)
    page.fill("#write-body", "Half a thought")
    page.reload()
    assert page.locator("#write-body").input_value() == "Half a thought"
    page.fill("#write-name", "A\u202eda")
    page.get_by_role("button", name="Post").click()
    page.wait_for_selector("text=Choose a name")
    assert page.locator("#write-body").input_value() == "Half a thought"
    page.complaints.clear()  # the browser reports the 400 itself


def test_the_page_works_without_script_and_on_a_narrow_screen(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    write(page, address, "A fair point. " + "x" * 200)
    factories.screen()
    page.get_by_role("link", name="See what became of it").click()
    page.wait_for_selector("text=Your comment is published")
    box = page.locator("body").bounding_box()
    assert box["width"] <= 360
    context.close()


def test_the_keyboard_reaches_content_form_and_reply(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "write-body":
            break
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"
