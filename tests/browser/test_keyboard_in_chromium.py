"""The desk by keyboard alone: through twenty comments, and back."""

import pytest

from discussion.models import Comment
from moderation.models import DeskPreference, ReviewItem
from tests import factories
from tests.browser.staff import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article():
    return factories.make_article(section="World")


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa")


@pytest.fixture
def desk(page, live_server, rosa):
    sign_in(page, live_server, rosa)
    return page


@pytest.fixture
def queue(live_server):
    return f"{live_server.url}/admin/moderation/reviewitem/"


def press(page, key):
    """Press a key that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.closest('[data-row]')?.id ?? ''")


def test_twenty_comments_are_decided_without_the_mouse(desk, queue, article):
    for number in range(20):
        factories.make_comment(article, f"You idiot, {number}.", author=f"Mal {number}")
    factories.screen()
    desk.goto(queue)
    desk.keyboard.press("j")
    press(desk, "Enter")
    for number in range(20):
        if number % 2:
            desk.keyboard.press("d")
            press(desk, "Enter")
        else:
            press(desk, "f")
    assert desk.url.startswith(queue)
    assert desk.get_by_role("status").filter(has_text="Rejected.").is_visible()
    assert not ReviewItem.objects.filter(closed_at=None).exists()
    statuses = list(Comment.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == ["published", "rejected"] * 10


def test_a_decision_is_taken_back_by_a_key(desk, queue, article):
    rude = factories.held(article)
    desk.goto(f"{queue}{ReviewItem.objects.get().pk}/change/")
    press(desk, "f")
    assert factories.fresh(rude).status == "published"
    press(desk, "u")
    assert desk.get_by_text("Taken back: it is").is_visible()
    assert factories.fresh(rude).status == "held"


def test_keys_move_between_rows_and_between_cases(desk, queue, article):
    for name in ("Mal", "Ben"):
        factories.held(article, author=name)
    first, second = ReviewItem.objects.order_by("-rank", "pk")
    desk.goto(queue)
    desk.keyboard.press("j")
    assert focused(desk) == f"item-{first.pk}"
    desk.keyboard.press("j")
    assert focused(desk) == f"item-{second.pk}"
    desk.keyboard.press("k")
    press(desk, "Enter")
    assert f"/{first.pk}/" in desk.url
    press(desk, "j")
    assert f"/{second.pk}/" in desk.url
    press(desk, "k")
    assert f"/{first.pk}/" in desk.url


def test_what_is_typed_is_text_and_control_enter_sends_it(desk, queue, article):
    rude = factories.held(article)
    desk.goto(f"{queue}{ReviewItem.objects.get().pk}/change/")
    desk.keyboard.press("d")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("f and d: just words?")
    assert desk.locator("dialog[open]").count() == 0
    press(desk, "Control+Enter")
    assert factories.fresh(rude).decision.text.reasoning == "f and d: just words?"


def test_the_help_lists_the_keys_of_the_page_and_switches_them_off(desk, queue, article):
    rude = factories.held(article)
    desk.goto(f"{queue}{ReviewItem.objects.get().pk}/change/")
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keys on this page")
    for says in ("publish", "reject", "Ctrl + Enter"):
        assert says in dialog.inner_text()
    dialog.get_by_label("Use these keys in this browser").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("f")
    desk.keyboard.press("?")
    assert not dialog.is_visible()
    desk.get_by_role("button", name="Keys").click()
    assert dialog.is_visible()
    assert factories.fresh(rude).status == "held"


@pytest.mark.parametrize(("blur", "blurred"), [("texts", ".words.blurred"), ("slurs", "mark")])
def test_what_is_blurred_is_shown_by_a_key(desk, queue, article, rosa, blur, blurred):
    DeskPreference.objects.create(user=rosa, blur=blur)
    factories.held(article)
    desk.goto(f"{queue}{ReviewItem.objects.get().pk}/change/")
    how = f"getComputedStyle(document.querySelector('.comment {blurred}')).filter"
    assert "blur" in desk.evaluate(how)
    desk.keyboard.press("v")
    assert desk.evaluate(how) == "none"
    desk.keyboard.press("v")
    assert "blur" in desk.evaluate(how)
