"""The desk and the article page as people see them: real seeds, the real scorer, a real browser."""

import pytest
from django.core.management import call_command

from articles.models import Article
from discussion.models import Comment
from moderation.models import ReviewItem
from tests import factories
from tests.browser.staff import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def visible_rows(page):
    heights = page.eval_on_selector_all(
        "#result_list tbody tr", "rows => rows.map(row => row.getBoundingClientRect().bottom)"
    )
    return sum(bottom <= 800 for bottom in heights)


def test_a_moderator_reads_the_queue_and_decides_a_case(page, live_server):
    call_command("seed")
    article = Article.objects.get(slug__startswith="straits-talks-resume")
    rosa = factories.make_moderator(article.site, "rosa")
    page.goto(f"{live_server.url}/{article.site.slug}/articles/{article.slug}/")
    sign_in(page, live_server, rosa)
    page.goto(f"{live_server.url}/admin/")
    page.click("#desk-nav >> text=Queue")
    page.wait_for_selector("#result_list tbody tr:nth-child(10)")
    assert visible_rows(page) >= 10
    page.click("#result_list tbody tr:first-child th a")
    page.wait_for_selector("form.decision")
    form = page.locator("form.decision")
    box = form.bounding_box()
    assert box["y"] + box["height"] <= 800, "the whole case is to be seen without scrolling"
    shown = int(page.url.rstrip("/").split("/")[-2])
    page.get_by_role("button", name="Publish").click()
    page.wait_for_selector("text=Published.")
    comment = Comment.objects.get(review_items=shown)
    assert comment.status == "published"


@pytest.fixture
def article():
    return factories.make_article(section="World")


def test_the_choice_of_a_clause_brings_its_words_until_somebody_changes_them(
    page, live_server, article
):
    rude = factories.held(article)
    sign_in(page, live_server, factories.make_moderator(article.site, "rosa"))
    item = ReviewItem.objects.get(comment=rude)
    page.goto(f"{live_server.url}/admin/moderation/reviewitem/{item.pk}/change/")
    page.get_by_label("Illegal content").check()
    assert "Illegal content" in page.locator("#id_reasoning").input_value()
    page.fill("#id_reasoning", "In my own words.")
    page.get_by_label("Hateful language").check()
    assert page.locator("#id_reasoning").input_value() == "In my own words."
    page.get_by_role("button", name="Reject").click()
    page.wait_for_selector("text=Rejected.")
    assert factories.fresh(rude).decision.text.reasoning == "In my own words."


def test_a_case_is_decided_by_keyboard_alone(page, live_server, article):
    rude = factories.held(article)
    sign_in(page, live_server, factories.make_moderator(article.site, "rosa"))
    page.goto(f"{live_server.url}/admin/moderation/reviewitem/")
    page.locator("#result_list th a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("form.decision")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "publish":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Published.")
    assert factories.fresh(rude).status == "published"


def test_a_long_name_pushes_nothing_out_of_the_list_of_comments(page, live_server, article):
    factories.held(article, author="M" * 150)
    sign_in(page, live_server, factories.make_moderator(article.site, "rosa"))
    page.goto(f"{live_server.url}/admin/discussion/comment/")
    cells = page.locator("#result_list tbody tr:first-child td:visible")
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert len(boxes) >= 4
    assert max(box["x"] + box["width"] for box in boxes) <= page.viewport_size["width"]
