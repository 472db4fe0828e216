"""An author changes and takes back a comment on the pages, as a browser without script does."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Author, Comment
from discussion.pages.receipts import token_for
from moderation.flows.request_change import request_change
from moderation.models import Membership
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
def posted(client, article):
    """Ada's comment, posted on the page and judged."""

    def posted(body="A fair point."):
        path = f"/{article.site.slug}/articles/{article.slug}/comments/"
        assert client.post(path, {"body": body, "name": "Ada"}).status_code == 303
        factories.screen()
        return factories.fresh(Comment.objects.latest("id"))

    return posted


def page_of(comment, act):
    return f"/{comment.site.slug}/receipts/{token_for(comment)}/{act}/"


def receipt(client, comment):
    path = f"/{comment.site.slug}/receipts/{token_for(comment)}/"
    return client.get(path).content.decode()


def change(client, comment, body="A fairer point.", **more):
    said = {"body": body, "version": comment.version, **more}
    return client.post(page_of(comment, "change"), said)


def withdraw(client, comment):
    return client.post(page_of(comment, "withdraw"), {"version": comment.version})


def texts(comment):
    return list(comment.revisions.order_by("number").values_list("text", flat=True))


def test_the_receipt_leads_to_what_its_author_may_do(client, posted):
    comment = posted()
    shown = receipt(client, comment)
    assert "/change/" in shown
    assert "/withdraw/" in shown
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert "/change/" not in receipt(client, comment)


def test_the_text_is_there_to_be_changed(client, posted):
    answer = client.get(page_of(posted(), "change"))
    page = answer.content.decode()
    assert ">A fair point.</textarea>" in page
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert "<script" not in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_a_changed_text_waits_and_then_takes_the_place_of_the_old_one(client, posted):
    comment = posted()
    answer = change(client, comment)
    assert answer.status_code == 303
    assert texts(comment) == ["A fair point.", "A fairer point."]
    assert client.get(answer.url).status_code == 200
    factories.screen()
    assert factories.fresh(comment).public_revision.text == "A fairer point."


@pytest.mark.parametrize("body", ["", "x" * 10_001, "bell \x07"])
def test_a_text_that_cannot_be_one_is_refused_and_kept(client, posted, body):
    comment = posted()
    answer = change(client, comment, body)
    assert answer.status_code == 400
    assert answer.context["asked"].body == body
    assert 'role="alert"' in answer.content.decode()
    assert texts(comment) == ["A fair point."]


def test_who_saw_an_earlier_version_is_told_and_goes_on_from_the_new_one(client, posted):
    comment = posted()
    seen = comment.version
    factories.decide(comment, factories.make_moderator(comment.site), Outcome.PUBLISH)
    answer = change(client, comment, version=seen)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Somebody was faster" in page
    assert ">A fairer point.</textarea>" in page
    assert "Your comment as it is now" in page
    assert f'value="{factories.fresh(comment).version}"' in page
    assert change(client, factories.fresh(comment)).status_code == 303


def test_after_the_time_for_changes_there_is_no_form(client, posted):
    comment = posted()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert "<textarea" not in client.get(page_of(comment, "change")).content.decode()
        answer = change(client, comment)
        assert answer.status_code == 400
        assert "is over" in answer.content.decode()


def test_who_was_asked_for_a_change_reads_what_and_makes_it(client, posted):
    comment = posted("You idiot.")
    assert "/change/" not in receipt(client, comment)
    request_change(
        comment,
        seen_version=comment.version,
        moderator=factories.make_moderator(comment.site),
        words="Say it without the insult.",
    )
    comment = factories.fresh(comment)
    assert "Say it without the insult." in client.get(page_of(comment, "change")).content.decode()
    assert change(client, comment, "I disagree.").status_code == 303
    assert texts(comment) == ["You idiot.", "I disagree."]


def test_a_comment_is_taken_back_after_one_question(client, posted):
    comment = posted()
    asked = client.get(page_of(comment, "withdraw")).content.decode()
    assert "this is for good" in asked
    assert factories.fresh(comment).status == "published"
    answer = withdraw(client, comment)
    assert answer.status_code == 303
    assert factories.fresh(comment).status == "withdrawn"
    assert "You took your comment back" in client.get(answer.url).content.decode()


def test_a_comment_that_was_judged_meanwhile_is_shown_before_it_is_taken_back(client, posted):
    comment = posted()
    seen = comment.version
    factories.decide(comment, factories.make_moderator(comment.site), Outcome.PUBLISH)
    comment.version = seen
    answer = withdraw(client, comment)
    assert answer.status_code == 400
    assert "Somebody was faster" in answer.content.decode()
    assert withdraw(client, factories.fresh(comment)).status_code == 303


def test_what_is_gone_cannot_be_changed_or_taken_back_again(client, posted):
    comment = posted()
    withdraw_comment(comment)
    comment = factories.fresh(comment)
    assert "<form" not in client.get(page_of(comment, "withdraw")).content.decode()
    assert withdraw(client, comment).status_code == 400
    assert change(client, comment).status_code == 400
    assert 'class="acts"' not in receipt(client, comment)


class TestWhoMay:
    @pytest.mark.parametrize("act", ["change", "withdraw", "appeal"])
    def test_a_wrong_address_leads_nowhere(self, client, posted, act):
        comment = posted()
        path = page_of(comment, act)
        other = factories.make_site("Foreign Times")
        assert client.get(path.replace(comment.site.slug, other.slug)).status_code == 404
        assert client.get(path.replace(f"/{act}/", f"x/{act}/")).status_code == 404

    @pytest.mark.parametrize("act", ["change", "withdraw", "appeal"])
    def test_readers_of_the_site_itself_act_by_the_api_alone(self, client, article, act):
        comment = factories.published(article)
        assert "/change/" not in receipt(client, comment)
        assert client.get(page_of(comment, act)).status_code == 403
        assert client.post(page_of(comment, act), {"version": comment.version}).status_code == 403

    def test_after_the_trial_its_names_are_nobodys(self, client, posted, settings):
        comment = posted()
        settings.DEMO = False
        assert change(client, comment).status_code == 403
        assert withdraw(client, comment).status_code == 403

    def test_staff_act_in_their_own_name_while_they_are_signed_in(self, client, posted, article):
        rosa = factories.make_moderator(article.site, "rosa", Membership.Role.MODERATOR)
        client.force_login(rosa)
        comment = posted()
        assert Author.objects.get().user == rosa
        client.logout()
        assert change(client, comment).status_code == 403
        client.force_login(factories.make_moderator(article.site, "remy"))
        assert withdraw(client, comment).status_code == 403
        client.force_login(rosa)
        assert change(client, comment).status_code == 303

    @pytest.mark.parametrize("act", ["change", "withdraw", "appeal"])
    def test_another_page_cannot_do_it(self, posted, act):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(page_of(posted(), act), {"body": "No."}).status_code == 403
