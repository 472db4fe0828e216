"""What stands on the article page beside the words: marks, closed threads, slow mode, heat."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.flows.set_slow_mode import set_slow_mode
from articles.models import Article
from discussion.flows.edit_comment import edit_comment
from discussion.flows.feature_comment import feature_comment
from discussion.flows.lock_thread import lock_thread
from discussion.pages.pause import pause_in_words
from discussion.pages.receipts import token_for
from moderation.flows.request_change import request_change
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


def address(article):
    return f"/{article.site.slug}/articles/{article.slug}/"


@pytest.fixture
def page(client, article):
    """The page as it is now; `mine` is a comment whose receipt it shows."""

    def page(mine=None):
        query = {"mine": token_for(mine)} if mine else {}
        answer = client.get(address(article), query)
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def test_a_plain_discussion_has_none(article, page):
    factories.published(article)
    for sign in ("Featured", "This thread is closed", "slowed down", "read first until"):
        assert sign not in page()


def test_a_recommended_comment_is_marked(article, page):
    feature_comment(factories.published(article), actor="user:1")
    assert page().count("Featured") == 1


def test_a_recommended_comment_that_is_gone_is_not(article, page, rosa):
    root = factories.published(article)
    factories.published(article, "I agree.", author="Ben", parent=root)
    feature_comment(root, actor="user:1")
    factories.decide(root, rosa, Outcome.REJECT)
    assert "Featured" not in page()
    assert "Removed by a moderator" in page()


def test_a_closed_thread_says_so_once_and_offers_no_reply(article, page, settings, client):
    settings.DEMO = True
    root = factories.published(article)
    reply = factories.published(article, "I agree.", author="Ben", parent=root)
    assert page().count("?reply=") == 2
    lock_thread(root, actor="user:1")
    shown = page()
    assert shown.count("This thread is closed.") == 1
    assert "?reply=" not in shown
    form = {"name": "Cleo", "body": "And I.", "parent": str(reply.public_id)}
    assert client.post(f"{address(article)}comments/", form).status_code == 404


def test_slow_mode_is_said_in_words(article, page):
    set_slow_mode(article, 300, actor="user:1")
    assert "one comment by each reader every 5 minutes." in page()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, ""), (1, "1 second"), (90, "90 seconds"), (121, "3 minutes"), (7200, "2 hours")],
)
def test_a_pause_is_never_said_shorter_than_it_is(seconds, words):
    assert pause_in_words(seconds) == words


def test_heat_is_announced_and_ends_by_itself(article, client, page):
    until = timezone.now().replace(microsecond=0) + timedelta(minutes=30)
    Article.objects.filter(pk=article.pk).update(heated_until=until)
    assert f'read first until <time datetime="{until:%Y-%m-%dT%H:%M:%S}' in page()
    tag = client.get(address(article)).headers["ETag"]
    with time_machine.travel(until + timedelta(seconds=1), tick=False):
        assert "read first" not in page()
        assert client.get(address(article)).headers["ETag"] != tag


class TestTheReceipt:
    def test_of_a_held_comment_says_why_and_how_to_appeal(self, article, page):
        shown = page(mine=factories.held(article))
        for said in (
            "A person will read your comment before it appears",
            "No hatred of people for who they are.",
            "It is about:",
            "Decided by a machine",
            "version 1 of the comment policy",
            "you can appeal until",
        ):
            assert said in shown

    def test_of_a_rejected_one_says_who_found_it(self, article, page, rosa):
        comment = factories.held(article)
        factories.decide(comment, rosa, Outcome.REJECT)
        shown = page(mine=comment)
        assert "“It abuses another reader.”" in shown
        assert "Decided by a person, after a machine had found it" in shown

    @pytest.mark.parametrize("make", [factories.make_comment, factories.published])
    def test_of_one_that_nothing_restricts_says_no_reason(self, article, page, make):
        assert "Decided by" not in page(mine=make(article))

    def test_of_an_edit_that_is_held_says_so(self, article, page):
        comment = factories.published(article)
        edit_comment(comment, "You idiot.")
        factories.screen()
        shown = page(mine=comment)
        assert "Your newer text is not shown:" in shown
        assert "Decided by a machine" in shown

    def test_of_one_that_should_be_changed_says_until_when(self, article, page, rosa):
        comment = factories.held(article)
        request_change(
            comment, seen_version=comment.version, moderator=rosa, words="Leave the name out."
        )
        shown = page(mine=comment)
        assert "A moderator asks you to change it until" in shown
        assert "“Leave the name out.”" in shown
        assert "style=" not in shown
