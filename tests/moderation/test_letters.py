"""Mails that moderation writes: what became of an appeal, and sanctions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from discussion.letters.base import NothingToSay, letter_for
from discussion.models import Author, Notification, Topic
from discussion.notifications import note
from moderation.models import Appeal, Sanction
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = factories.make_article()
    factories.make_author(article.site, "Mal", email="mal@example.org")
    return article


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def mal(article):
    return Author.objects.get(subject="mal")


def letter(author, topic, about):
    note(author, topic, about=about)
    return letter_for(Notification.objects.get(about=about))


class TestAppeals:
    @pytest.fixture
    def appeal(self, article, mal, rosa):
        decision = factories.decide(factories.held(article), rosa, Outcome.REJECT)
        return Appeal.objects.create(
            site=article.site,
            comment=decision.comment,
            decision=decision,
            author=mal,
            words="I meant it kindly.",
        )

    def answered(self, appeal, state, by):
        Appeal.objects.filter(pk=appeal.pk).update(
            state=state, decided_by=by, decided_at=timezone.now(), reasoning="It was an insult."
        )
        return letter(appeal.author, Topic.APPEAL, f"appeal:{appeal.public_id}")

    def test_a_decision_that_stands(self, appeal, rosa):
        sent = self.answered(appeal, "upheld", rosa)
        assert sent.subject == "Your appeal about “Talks resume”: the decision stands"
        assert "> I meant it kindly." in sent.text
        assert "They say: It was an insult." in sent.text
        assert "See your comment" not in sent.text

    def test_one_that_was_overturned(self, appeal, rosa):
        factories.decide(appeal.comment, rosa, Outcome.PUBLISH)
        sent = self.answered(appeal, "overturned", rosa)
        assert sent.subject == "Your appeal about “Talks resume”: you were right"
        assert "your comment is published" in sent.text
        assert f"#c-{appeal.comment.public_id}" in sent.text

    def test_one_that_came_to_nothing_is_not_told(self, appeal):
        Appeal.objects.filter(pk=appeal.pk).update(state="moot", decided_at=timezone.now())
        with pytest.raises(NothingToSay):
            letter(appeal.author, Topic.APPEAL, f"appeal:{appeal.public_id}")


class TestSanctions:
    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("warning", "warns you"),
            ("always_hold", "a person reads each of your comments"),
            ("suspension", "for a while"),
            ("ban", "no longer comment"),
        ],
    )
    def test_each_kind_says_what_it_means_why_and_until_when(self, article, mal, rosa, kind, said):
        ends_at = datetime(2031, 11, 23, 14, 5, tzinfo=UTC) if kind == "suspension" else None
        sanction = Sanction.objects.create(
            site=article.site,
            author=mal,
            kind=kind,
            clause="hateful-language",
            reason="You insulted others.",
            private_note="third time",
            comment=factories.held(article),
            imposed_by=rosa,
            ends_at=ends_at,
        )
        sent = letter(mal, Topic.SANCTION, f"sanction:{sanction.public_id}")
        assert said in sent.text
        assert "Why: You insulted others." in sent.text
        assert "Hateful language: No hatred of people for who they are." in sent.text
        assert ("23 Nov 2031, 14:05 UTC" in sent.text) is (kind == "suspension")
        assert "third time" not in sent.text


def test_a_letter_has_one_empty_line_between_paragraphs_at_most(article, mal, rosa):
    sanction = Sanction.objects.create(
        site=article.site,
        author=mal,
        kind="ban",
        reason="Spam.",
        imposed_by=rosa,
        created_at=timezone.now() - timedelta(days=1),
    )
    sent = letter(mal, Topic.SANCTION, f"sanction:{sanction.public_id}")
    assert "\n\n\n" not in sent.text
    assert sent.text == sent.text.strip()
