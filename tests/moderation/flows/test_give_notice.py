"""Notices of illegal content: anybody gives one, gets a receipt and later the decision by mail."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from articles.models import AuditEvent
from discussion import mailing
from discussion.errors import CommentGone
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.mail_queue import FIRST_PAUSE
from discussion.verification import ledger_faults
from moderation.complaints.references import new_reference
from moderation.errors import ExplanationRequired, GoodFaithRequired
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.mail_notices import MOST_ATTEMPTS, mail_notices
from moderation.models import Notice, ReviewItem
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

IDA = Sender("Ida", "ida@example.org")


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def comment(article):
    return factories.published(article, author="Mal")


def given(comment, explanation="It threatens my neighbour.", sender=IDA, good_faith=True):
    return give_notice(comment, explanation=explanation, sender=sender, good_faith=good_faith)


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


class TestGiving:
    def test_a_person_is_asked_before_anything_else(self, article, comment):
        for number in range(3):
            factories.held(article, author=f"Mal {number}")
        notice = given(comment)
        first = ReviewItem.objects.filter(closed_at=None).order_by("-rank", "id")[0]
        assert first.comment == comment
        assert (first.reasons, first.priority) == (["notice"], 1.0)
        assert factories.fresh(comment).status == "published"
        assert notice.revision == factories.fresh(comment).public_revision

    def test_the_reference_can_be_read_out_and_not_guessed(self, comment):
        reference = given(comment).reference
        assert re.fullmatch(r"N-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", reference)
        assert len({new_reference() for _ in range(1_000)}) == 1_000

    def test_it_is_audited_without_a_word_or_a_name(self, comment):
        notice = given(comment)
        event = AuditEvent.objects.get(kind="comment.noticed")
        assert event.data == {"notice": notice.reference}
        assert list(ledger_faults()) == []

    def test_the_same_sent_twice_is_one(self, comment):
        assert given(comment).pk == given(comment).pk
        given(comment, explanation="And something else.")
        assert Notice.objects.count() == 2

    def test_once_answered_it_can_be_given_again(self, comment, rosa):
        first = given(comment)
        factories.decide(comment, rosa, Outcome.PUBLISH)
        assert given(comment).pk != first.pk

    @pytest.mark.parametrize("explanation", ["", "  ", "\u200b"])
    def test_it_needs_an_explanation(self, comment, explanation):
        with pytest.raises(ExplanationRequired):
            given(comment, explanation)

    def test_it_needs_good_faith(self, comment):
        with pytest.raises(GoodFaithRequired):
            given(comment, good_faith=False)

    def test_only_what_is_public_is_given_notice_of(self, article, comment):
        withdraw_comment(comment)
        for gone in (comment, factories.held(article)):
            with pytest.raises(CommentGone):
                given(gone)
        assert not Notice.objects.exists()


class TestMail:
    def test_the_receipt_goes_out_at_once_and_once(self, comment):
        notice = given(comment)
        assert mail_notices() == 1
        assert mail_notices() == 0
        [receipt] = mail.outbox
        assert receipt.to == ["ida@example.org"]
        assert notice.reference in receipt.subject
        assert f"#c-{comment.public_id}" in receipt.body
        assert receipt.extra_headers["Message-ID"].startswith(f"<{notice.reference}.receipt@")

    def test_nothing_that_somebody_typed_is_mailed_to_an_address_that_they_chose(self, comment):
        given(comment, "Buy gold at evil.example", Sender("evil.example", "victim@example.org"))
        mail_notices()
        assert "evil.example" not in mail.outbox[0].body
        assert "fair point" not in mail.outbox[0].body

    @pytest.mark.parametrize(
        ("outcome", "said"),
        [(Outcome.REJECT, "was removed. Ground: Hateful language."), (Outcome.PUBLISH, "stays")],
        ids=str,
    )
    def test_the_decision_follows_with_who_decided_and_what_can_be_done(
        self, comment, rosa, outcome, said
    ):
        given(comment)
        mail_notices()
        factories.decide(comment, rosa, outcome)
        assert mail_notices() == 0  # it may still be undone
        with later(minutes=3):
            assert mail_notices() == 1
        answer = mail.outbox[-1].body
        assert said in answer
        assert "Decided by a person" in answer
        assert "Art. 21" in answer
        assert "rosa" not in answer
        assert Notice.objects.get().due_at is None

    def test_a_decision_before_the_receipt_keeps_the_order(self, comment, rosa):
        given(comment)
        factories.decide(comment, rosa, Outcome.REJECT)
        with later(minutes=3):
            assert mail_notices() == 1
            assert mail_notices() == 1
        assert [("arrived" in m.subject, "decided" in m.subject) for m in mail.outbox] == [
            (True, False),
            (False, True),
        ]

    def test_a_withdrawn_comment_is_told_as_gone(self, comment):
        given(comment)
        mail_notices()
        withdraw_comment(factories.fresh(comment))
        with later(minutes=3):
            mail_notices()
        assert "no longer there" in mail.outbox[-1].body
        assert "Decided by" not in mail.outbox[-1].body

    def test_a_decision_taken_back_is_not_told(self, comment, rosa):
        given(comment)
        mail_notices()
        factories.decide(comment, rosa, Outcome.REJECT)
        factories.decide(comment, rosa, Outcome.HOLD)
        with later(minutes=3):
            assert mail_notices() == 0
        assert Notice.objects.get().due_at is None

    def test_without_an_address_nothing_is_sent(self, comment, rosa):
        notice = given(comment, sender=Sender())
        assert notice.receipt_sent_at is not None
        factories.decide(comment, rosa, Outcome.REJECT)
        with later(minutes=3):
            assert mail_notices() == 0
        assert mail.outbox == []

    def test_a_server_that_is_away_is_tried_again_later(self, comment, settings):
        given(comment)
        settings.EMAIL_BACKEND = "discussion.mailing.Nowhere"
        assert mail_notices() == 0
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert mail_notices() == 0
        with later(seconds=FIRST_PAUSE.total_seconds() + 1):
            assert mail_notices() == 1

    def test_an_address_that_no_server_takes_is_given_up_after_days(self, comment, monkeypatch):
        def refuse(*args, **kwargs):
            raise SMTPRecipientsRefused({})

        monkeypatch.setattr(mailing.EmailMessage, "send", refuse)
        given(comment)
        days = 0
        while Notice.objects.get().due_at is not None:
            with later(days=days):
                assert mail_notices() == 0
            days += 1
        assert days == MOST_ATTEMPTS

    def test_of_two_runs_at_once_only_one_takes_a_notice(self, comment):
        given(comment)
        row = Notice.objects.get()
        Notice.objects.update(attempts=1, due_at=timezone.now() + FIRST_PAUSE)
        assert mail_notices() == 0
        Notice.objects.update(attempts=row.attempts, due_at=row.due_at)
        assert mail_notices() == 1
