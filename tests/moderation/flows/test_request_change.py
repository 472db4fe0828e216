"""A moderator asks for a change; the author makes it, or not."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from discussion.errors import (
    AlreadyReplied,
    CommentGone,
    EditWindowExpired,
    RevisionPending,
    StaleComment,
)
from discussion.flows.deliver_notifications import deliver_notifications
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import ChangeRequest, Statement
from discussion.verification import ledger_faults
from moderation.errors import NotAllowed, WordsRequired
from moderation.flows.expire_change_requests import expire_change_requests
from moderation.flows.request_change import ANSWER_WITHIN, request_change
from moderation.models import Membership, ReviewItem
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "Please leave the name out."
LATER = timedelta(hours=1)


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def ask(rosa):
    def ask(comment, words=WORDS, moderator=rosa):
        comment = factories.fresh(comment)
        version = comment.version
        return request_change(comment, seen_version=version, moderator=moderator, words=words)

    return ask


@pytest.fixture
def change():
    return lambda comment, body="Now without it.": edit_comment(factories.fresh(comment), body)


def open_reasons():
    return [item.reasons for item in ReviewItem.objects.filter(closed_at=None)]


def after(wait):
    return time_machine.travel(timezone.now() + wait, tick=False)


class TestAsking:
    def test_a_held_comment_leaves_the_queue_until_the_author_had_the_turn(self, article, ask):
        comment = factories.held(article)
        request = ask(comment)
        assert factories.fresh(comment).status == "held"
        assert open_reasons() == []
        assert request.until - timezone.now() > ANSWER_WITHIN - LATER
        facts = Statement.objects.latest("pk").facts
        assert facts["reasons"] == [
            {"code": "change-requested", "text": "A moderator asks you to change it."}
        ]
        assert facts["reasoning"] == WORDS

    def test_a_published_comment_is_taken_from_the_page(self, article, ask):
        comment = factories.published(article)
        ask(comment)
        assert factories.fresh(comment).status == "held"

    def test_of_a_held_edit_the_older_text_stays(self, article, ask, change):
        comment = factories.published(article, "First text.")
        change(comment, "You idiot.")
        factories.screen()
        request = ask(comment)
        now = factories.fresh(comment)
        assert (now.status, now.public_revision.text) == ("published", "First text.")
        assert request.revision.number == 2

    def test_a_rejected_comment_gets_another_chance(self, article, ask, rosa):
        comment = factories.held(article)
        factories.decide(comment, rosa, Outcome.REJECT)
        ask(comment)
        assert factories.fresh(comment).status == "held"

    def test_it_needs_words_and_the_right(self, article, ask):
        comment = factories.held(article)
        for words in ("", " \n"):
            with pytest.raises(WordsRequired):
                ask(comment, words)
        sam = factories.make_moderator(article.site, "sam", Membership.Role.AUDITOR)
        with pytest.raises(NotAllowed):
            ask(comment, moderator=sam)
        assert not ChangeRequest.objects.exists()

    def test_who_saw_an_older_version_is_refused(self, article, rosa):
        comment = factories.held(article)
        with pytest.raises(StaleComment):
            request_change(comment, seen_version=comment.version - 1, moderator=rosa, words=WORDS)

    def test_a_text_that_is_not_judged_yet_was_seen_by_nobody(self, article, ask):
        with pytest.raises(RevisionPending):
            ask(factories.make_comment(article))

    def test_a_second_request_takes_the_place_of_the_first(self, article, ask):
        comment = factories.held(article)
        first, second = ask(comment), ask(comment, "Rather this.")
        assert list(ChangeRequest.objects.filter(closed_at=None)) == [second]
        assert ChangeRequest.objects.get(pk=first.pk).answered_at is None

    def test_the_author_is_told_by_mail_and_only_once(self, article, ask):
        factories.make_author(article.site, "Mal", email="mal@example.org")
        ask(factories.held(article))
        with after(timedelta(minutes=3)):
            deliver_notifications()
        (sent,) = mail.outbox
        assert sent.subject == "Please change your comment on “Talks resume”"
        assert f"> {WORDS}" in sent.body
        assert "> You idiot." in sent.body


class TestAnswering:
    def test_a_held_comment_can_be_changed_long_after_the_window(self, article, ask, change):
        comment = factories.held(article)
        ask(comment)
        with after(LATER):
            revision = change(comment)
        request = ChangeRequest.objects.get()
        assert request.answered_at == request.closed_at == revision.created_at
        assert [r.state for r in comment.revisions.order_by("number")] == [
            "superseded",
            "pending",
        ]

    def test_a_person_reads_the_new_text_however_harmless(self, article, ask, change):
        comment = factories.held(article)
        ask(comment)
        change(comment)
        factories.screen()
        now = factories.fresh(comment)
        assert (now.status, now.decision.reasons) == ("held", ["asked-to-change"])
        assert open_reasons() == [["asked-to-change"]]

    def test_a_published_one_comes_back_with_the_new_text(self, article, ask, change, rosa):
        comment = factories.published(article)
        ask(comment)
        change(comment)
        factories.screen()
        factories.decide(comment, rosa, Outcome.PUBLISH)
        assert factories.fresh(comment).public_revision.text == "Now without it."
        assert list(ledger_faults()) == []

    def test_an_answered_comment_can_be_changed(self, article, ask, change):
        comment = factories.published(article)
        factories.published(article, "I agree.", author="Ben", parent=comment)
        with pytest.raises(AlreadyReplied):
            change(comment)
        ask(comment)
        assert change(comment).number == 2

    def test_a_closed_article_is_no_hindrance(self, article, ask, change):
        comment = factories.held(article)
        ask(comment)
        article.commenting = "closed"
        article.save()
        assert change(comment).number == 2

    def test_once_is_all(self, article, ask, change):
        comment = factories.held(article)
        ask(comment)
        change(comment)
        with pytest.raises(RevisionPending):
            change(comment, "And again.")

    def test_an_edit_in_time_that_nobody_asked_for_is_not_held_for_it(self, article, change):
        comment = factories.published(article)
        change(comment)
        factories.screen()
        assert factories.fresh(comment).public_revision.text == "Now without it."


class TestItsEnd:
    def test_a_ruling_ends_it(self, article, ask, change, rosa):
        comment = factories.published(article)
        ask(comment)
        factories.decide(comment, rosa, Outcome.PUBLISH)
        assert ChangeRequest.objects.get().closed_at is not None
        with after(LATER), pytest.raises(EditWindowExpired):
            change(comment)

    def test_a_withdrawal_ends_it(self, article, ask, change):
        comment = factories.held(article)
        ask(comment)
        withdraw_comment(factories.fresh(comment))
        assert ChangeRequest.objects.get().closed_at is not None
        with pytest.raises(CommentGone):
            change(comment)

    def test_when_its_time_is_over_the_desk_has_the_comment_again(self, article, ask, change):
        comment = factories.held(article)
        ask(comment)
        assert expire_change_requests() == 0
        with after(ANSWER_WITHIN + LATER):
            with pytest.raises(RevisionPending):
                change(comment)
            assert [expire_change_requests(), expire_change_requests()] == [1, 0]
        assert open_reasons() == [["change-not-made"]]
        assert list(ledger_faults()) == []

    def test_what_was_answered_in_time_does_not_expire(self, article, ask, change):
        comment = factories.held(article)
        ask(comment)
        change(comment)
        with after(ANSWER_WITHIN + LATER):
            assert expire_change_requests() == 0
