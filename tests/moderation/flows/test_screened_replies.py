"""What a worker stores of marks and of the comment that is answered."""

import pytest

from discussion.models import Comment
from moderation.flows.replay_decisions import Replay, replay_decisions
from moderation.models import Signal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


def spans(comment, attribute="toxicity"):
    decision = factories.fresh(comment).decision
    return Signal.objects.get(decision=decision, attribute=attribute, producer="stub").spans


def reply(article, parent, text):
    comment = factories.make_comment(article, text, parent=parent)
    factories.screen()
    return comment


def shown_idiot(article):
    """Return a public comment with a bad word: published before anybody looked."""
    article.moderation = "post"
    article.save(update_fields=["moderation"])
    shown = factories.make_comment(article, "You idiot.", author="Mal")
    factories.screen()
    article.moderation = ""
    article.save(update_fields=["moderation"])
    assert factories.fresh(shown).status == Comment.Status.PUBLISHED
    return factories.fresh(shown)


def test_held_words_are_marked_and_published_ones_are_not(article):
    held = factories.make_comment(article, "You idiot.")
    fine = factories.make_comment(article, "Thank you.")
    factories.screen()
    ((start, end, why),) = spans(held)
    assert ("You idiot."[start:end], why.startswith("toxicity, weight")) == ("idiot.", True)
    assert spans(fine) == []


def test_a_reply_that_agrees_is_held_and_the_signal_says_why(article):
    answer = reply(article, shown_idiot(article), "Same for you!")
    assert factories.fresh(answer).status == "held"
    assert spans(answer) == [[0, 0, "with the comment it answers"]]


def test_a_harmless_reply_below_it_is_published(article):
    parent = shown_idiot(article)
    answers = [reply(article, parent, text) for text in ("source?", "Thanks.", "No need for that.")]
    assert {factories.fresh(answer).status for answer in answers} == {"published"}


def test_a_decision_is_replayed_without_its_spans(article):
    reply(article, shown_idiot(article), "exactly")
    Signal.objects.update(spans=[])
    assert list(replay_decisions(article.site, replay := Replay())) == []
    assert replay.compared == 2
