"""Appeals and reports on the pages, as a browser without script sends them."""

import pytest
from django.test import Client

from discussion.models import Author
from discussion.pages.people import DEMO
from discussion.pages.receipts import token_for
from moderation.models import Appeal, Report
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rejected(article):
    """A comment of a trial's reader that a person rejected."""
    comment = factories.held(article)
    Author.objects.filter(pk=comment.author_id).update(subject=f"{DEMO}mal")
    factories.decide(comment, factories.make_moderator(article.site), Outcome.REJECT)
    return factories.fresh(comment)


@pytest.fixture
def comment(article):
    return factories.published(article, "<b>Nonsense.</b>", author="Ben")


def appeal_address(comment):
    return f"/{comment.site.slug}/receipts/{token_for(comment)}/appeal/"


def report_address(comment):
    return f"/{comment.site.slug}/report/?comment={comment.public_id}"


def article_page(client, article):
    return client.get(f"/{article.site.slug}/articles/{article.slug}/").content.decode()


class TestTheAppeal:
    def test_stands_beside_what_was_decided(self, client, rejected):
        answer = client.get(appeal_address(rejected))
        page = answer.content.decode()
        assert "“It abuses another reader.”" in page
        assert "you can appeal until" in page
        assert '<label for="appeal-words">' in page
        assert " style=" not in page
        assert "no-store" in answer.headers["Cache-Control"]

    def test_is_sent_once_and_the_receipt_says_so(self, client, rejected):
        answer = client.post(appeal_address(rejected), {"words": "It was a quotation."})
        assert answer.status_code == 303
        shown = client.get(answer.url).content.decode()
        assert "You have appealed against this decision" in shown
        assert "/appeal/" not in shown
        assert Appeal.objects.get().words == "It was a quotation."

    @pytest.mark.parametrize(
        ("words", "told"),
        [("", "Say why"), ("bell \x07 rings", "control character"), ("x" * 4_001, "At most 4,000")],
    )
    def test_that_cannot_be_read_is_refused_and_kept(self, client, rejected, words, told):
        answer = client.post(appeal_address(rejected), {"words": words})
        assert answer.status_code == 400
        assert told in answer.content.decode()
        assert answer.context["words"] == words
        assert not Appeal.objects.exists()

    def test_a_second_one_is_refused_and_its_words_are_shown(self, client, rejected):
        client.post(appeal_address(rejected), {"words": "It was a quotation."})
        answer = client.post(appeal_address(rejected), {"words": "Really!"})
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "You have appealed this decision already." in page
        assert "Really!" in page
        assert "<form" not in page

    def test_there_is_none_about_a_comment_that_nothing_restricts(self, client, comment):
        Author.objects.filter(pk=comment.author_id).update(subject=f"{DEMO}ben")
        page = client.get(appeal_address(comment)).content.decode()
        assert "No decision restricts this comment." in page
        assert "<form" not in page


class TestTheReport:
    SAID = {"name": "Ada", "reason": "hateful-language", "text": "He means my neighbour."}

    def test_is_offered_beside_each_comment(self, client, comment, settings):
        assert f"{report_address(comment)}" in article_page(client, comment.article)
        settings.DEMO = False
        page = article_page(client, comment.article)
        assert report_address(comment) not in page
        assert f"/notice/?comment={comment.public_id}" in page

    def test_is_not_offered_beside_ones_own(self, client, comment):
        query = {"mine": token_for(comment)}
        path = f"/{comment.site.slug}/articles/{comment.article.slug}/"
        assert report_address(comment) not in client.get(path, query).content.decode()

    def test_asks_for_a_ground_of_the_policy(self, client, comment):
        page = client.get(report_address(comment)).content.decode()
        for shown in ("Hateful language", "Illegal content", "Something else", "<legend>"):
            assert shown in page
        assert "&lt;b&gt;Nonsense.&lt;/b&gt;" in page
        assert " style=" not in page

    def test_is_stored_and_a_person_will_look(self, client, comment):
        page = client.post(report_address(comment), self.SAID).content.decode()
        assert "A person will look at it." in page
        report = Report.objects.get()
        assert (report.reason, report.text) == ("hateful-language", "He means my neighbour.")
        assert report.reporter.display_name == "Ada"

    def test_comes_once_from_each_reader(self, client, comment):
        client.post(report_address(comment), self.SAID)
        page = client.post(report_address(comment), {**self.SAID, "text": "!"}).content.decode()
        assert "You have reported this comment before" in page
        assert Report.objects.get().text == "He means my neighbour."

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"reason": ""}, "Choose what is wrong"),
            ({"reason": "bad-taste"}, "valid choice"),
            ({"name": "A"}, "Choose a name"),
            ({"text": "x" * 2_001}, "at most 2000"),
        ],
    )
    def test_that_is_not_complete_is_refused_and_nothing_is_lost(
        self, client, comment, wrong, told
    ):
        answer = client.post(report_address(comment), {**self.SAID, **wrong})
        page = answer.content.decode()
        assert answer.status_code == 400
        assert told in page
        assert 'role="alert"' in page
        assert wrong.get("text", "He means my neighbour.") in page
        assert not Report.objects.exists()

    def test_about_ones_own_comment_is_refused_in_words(self, client, comment):
        Author.objects.filter(pk=comment.author_id).update(subject=f"{DEMO}ada")
        answer = client.post(report_address(comment), self.SAID)
        assert answer.status_code == 400
        assert "This comment is your own." in answer.content.decode()

    def test_of_staff_is_in_their_own_name(self, client, comment, settings):
        settings.DEMO = False
        client.force_login(factories.make_moderator(comment.site))
        assert 'name="name"' not in client.get(report_address(comment)).content.decode()
        client.post(report_address(comment), {"reason": "other"})
        assert Report.objects.get().reporter.display_name == "rosa"

    def test_is_for_those_alone_whom_the_page_knows(self, client, comment, settings):
        settings.DEMO = False
        assert client.get(report_address(comment)).status_code == 403
        assert client.post(report_address(comment), self.SAID).status_code == 403
        assert not Report.objects.exists()

    def test_is_about_a_public_comment_of_the_site(self, client, article, comment):
        held = factories.held(article)
        elsewhere = factories.make_site("Elsewhere")
        for path in (
            report_address(held),
            report_address(comment).replace(comment.site.slug, elsewhere.slug),
            f"/{comment.site.slug}/report/",
            f"/{comment.site.slug}/report/?comment=x",
        ):
            assert client.get(path).status_code == 404
            assert client.post(path, self.SAID).status_code == 404

    def test_another_page_cannot_send_it(self, comment):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(report_address(comment), self.SAID).status_code == 403
