"""What an author and a reader do on the pages, in a browser: by hand, with nothing to complain."""

import pytest

from discussion.models import Comment
from moderation.models import Appeal, Report
from moderation.policy.types import Outcome
from tests import factories
from tests.browser.accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def article(settings):
    settings.DEMO = True
    return factories.make_article()


@pytest.fixture
def looked(page):
    """Weigh the page that is open by day and by night; it fits a phone."""
    page.set_viewport_size(PHONE)

    def looked():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    return looked


@pytest.fixture
def write(page, live_server, article):
    """Post on the page as Ada; the comment is judged, and its receipt shown."""

    def write(words):
        page.goto(f"{live_server.url}/{article.site.slug}/articles/{article.slug}/")
        page.get_by_label("Name").fill("Ada")
        page.get_by_label("Your comment").fill(words)
        page.get_by_role("button", name="Post").click()
        page.wait_for_selector("#mine")
        factories.screen()
        page.reload()
        return Comment.objects.latest("id")

    return write


def test_an_author_changes_a_comment_and_takes_it_back(page, write, looked):
    comment = write("A fair point.")
    looked()
    page.get_by_role("link", name="Change it").click()
    looked()
    page.get_by_label("Your comment").fill("A fairer point.")
    page.get_by_role("button", name="Change it").click()
    page.wait_for_selector("#mine >> text=A fairer point.")
    factories.screen()
    page.reload()
    page.get_by_role("link", name="Take it back").click()
    looked()
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_selector("text=You took your comment back")
    assert factories.fresh(comment).status == "withdrawn"


def test_an_author_appeals(page, write, looked, article):
    comment = write("You idiot.")
    factories.decide(comment, factories.make_moderator(article.site), Outcome.REJECT)
    page.reload()
    page.get_by_role("link", name="Appeal").click()
    looked()
    page.get_by_label("Why is the decision wrong?").fill("It was a quotation.")
    page.get_by_role("button", name="Send the appeal").click()
    page.wait_for_selector("text=You have appealed against this decision")
    looked()
    assert Appeal.objects.get().words == "It was a quotation."


def test_a_reader_reports_a_comment(page, live_server, article, looked):
    factories.published(article, "Nonsense.", author="Ben")
    page.goto(f"{live_server.url}/{article.site.slug}/articles/{article.slug}/")
    page.get_by_role("link", name="Report what Ben wrote").click()
    looked()
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Something else").check()
    page.get_by_label("Anything that").fill("He says it everywhere.")
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_selector("text=A person will look at it.")
    looked()
    assert Report.objects.get().text == "He says it everywhere."
