"""Who is to be told of what, as it is written with each change."""

import pytest
from django.db import transaction

from discussion.models import Notification, Topic, Unsubscription
from discussion.notifications import GRACE, note
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def article(site):
    return factories.make_article(site)


@pytest.fixture
def ada(site):
    return factories.make_author(site, "Ada", email="ada@example.org")


@pytest.fixture
def mal(site):
    return factories.make_author(site, "Mal", email="mal@example.org")


@pytest.fixture
def rosa(site):
    return factories.make_moderator(site)


def noted():
    return list(Notification.objects.order_by("pk").values_list("author__subject", "topic"))


def test_one_thing_is_noted_once_and_due_after_a_while(ada):
    for _ in range(2):
        note(ada, Topic.SANCTION, about="sanction:1")
    row = Notification.objects.get()
    assert (row.author, row.topic, row.ended_at) == (ada, "sanction", None)
    assert abs(row.due_at - row.created_at - GRACE).total_seconds() < 1


def test_a_second_note_of_it_does_not_break_the_transaction(ada):
    with transaction.atomic():
        note(ada, Topic.SANCTION, about="sanction:1")
        note(ada, Topic.SANCTION, about="sanction:1")
        note(ada, Topic.SANCTION, about="sanction:2")
    assert Notification.objects.count() == 2


def test_who_has_no_address_costs_no_query(site, django_assert_num_queries):
    ben = factories.make_author(site, "Ben")
    with django_assert_num_queries(0):
        note(ben, Topic.REPLY, about="reply:1")


def test_who_wants_no_such_mail_gets_none(ada):
    Unsubscription.objects.create(author=ada, topic=Topic.REPLY)
    note(ada, Topic.REPLY, about="reply:1")
    note(ada, Topic.DECISION, about="decision:1")
    assert noted() == [("ada", "decision")]


def test_a_held_comment_concerns_its_author(article, mal):
    factories.held(article)
    assert noted() == [("mal", "decision")]


def test_a_published_comment_concerns_nobody(article, ada):
    factories.published(article)
    assert noted() == []


def test_a_reply_concerns_whom_it_answers_once_it_is_published(article, ada):
    root = factories.published(article)
    factories.make_comment(article, "I agree.", author="Ben", parent=root)
    assert noted() == []
    factories.screen()
    assert noted() == [("ada", "reply")]


def test_a_held_reply_concerns_its_author_alone(article, ada, mal):
    factories.held(article, parent=factories.published(article))
    assert noted() == [("mal", "decision")]


def test_an_answer_to_oneself_concerns_nobody(article, ada):
    root = factories.published(article)
    factories.published(article, "And another thing.", parent=root)
    assert noted() == []


def test_a_reply_that_comes_back_is_told_of_once(article, ada, rosa):
    root = factories.published(article)
    reply = factories.published(article, "I agree.", author="Ben", parent=root)
    factories.decide(reply, rosa, Outcome.HOLD)
    factories.decide(reply, rosa, Outcome.PUBLISH)
    assert noted() == [("ada", "reply")]


def test_a_rejection_and_its_reversal_both_concern_the_author(article, mal, rosa):
    comment = factories.held(article)
    factories.decide(comment, rosa, Outcome.REJECT)
    factories.decide(comment, rosa, Outcome.PUBLISH)
    assert noted() == [("mal", "decision")] * 3


def test_a_confirmed_publication_concerns_nobody(article, ada, rosa):
    comment = factories.published(article)
    factories.decide(comment, rosa, Outcome.PUBLISH)
    assert noted() == []
