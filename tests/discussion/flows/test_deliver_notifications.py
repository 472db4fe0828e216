"""What authors get by mail, and what they do not."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from articles.changes import article_changes
from discussion.flows.deliver_notifications import GIVEN_UP_AFTER, deliver_notifications
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Mute, Notification, Statement, Topic, Unsubscription
from discussion.notifications import note
from moderation.flows.undo_decision import undo_decision
from moderation.models import Appeal, Sanction
from moderation.policy.types import Outcome
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def article(site):
    return factories.make_article(site)


@pytest.fixture(autouse=True)
def ada(site):
    return factories.make_author(site, "Ada", email="ada@example.org")


@pytest.fixture(autouse=True)
def mal(site):
    return factories.make_author(site, "Mal", email="mal@example.org")


@pytest.fixture
def rosa(site):
    return factories.make_moderator(site)


def deliver(after=3 * MINUTE):
    """What is sent when so much time has passed; the mails of this run."""
    before = len(mail.outbox)
    with time_machine.travel(timezone.now() + after, tick=False):
        deliver_notifications()
    return mail.outbox[before:]


def endings():
    return list(Notification.objects.order_by("pk").values_list("ending", flat=True))


class TestDecisions:
    def test_nobody_is_told_at_once(self, article):
        factories.held(article)
        assert deliver(after=MINUTE) == []
        assert len(deliver()) == 1

    def test_a_hold_by_machine_is_told_with_all_that_the_law_asks_for(self, article):
        factories.held(article)
        (sent,) = deliver()
        assert sent.to == ["mal@example.org"]
        assert sent.subject == "Your comment on “Talks resume” waits for a person to read it"
        for said in (
            "> You idiot.",
            "Hateful language: No hatred of people for who they are.",
            "Decided by a machine, on version 1 of the comment policy:",
            f"/{article.site.slug}/policy/",
            "you can appeal until",
        ):
            assert said in sent.body

    def test_a_rejection_by_a_person_carries_their_reasoning_and_not_their_name(
        self, article, rosa
    ):
        factories.decide(factories.held(article), rosa, Outcome.REJECT)
        (sent,) = deliver()
        assert sent.subject == "Your comment on “Talks resume” was rejected: Hateful language"
        assert "was not published." in sent.body
        assert "The moderator says: It abuses another reader." in sent.body
        assert "Decided by a person, after a machine had found it" in sent.body
        assert "rosa" not in sent.body
        assert endings() == ["overtaken", "sent"]

    def test_what_was_public_was_removed(self, article, rosa):
        factories.decide(factories.published(article), rosa, Outcome.REJECT)
        (sent,) = deliver()
        assert "was removed." in sent.body

    def test_a_decision_that_was_undone_in_time_is_not_told(self, article, rosa):
        decision = factories.decide(factories.published(article), rosa, Outcome.REJECT)
        decision.comment = factories.fresh(decision.comment)
        undo_decision(decision, moderator=rosa)
        assert deliver() == []
        assert endings() == ["overtaken", "already-known"]

    def test_a_comment_that_was_rejected_and_came_back_is_told(self, article, rosa):
        comment = factories.held(article)
        factories.decide(comment, rosa, Outcome.REJECT)
        deliver()
        factories.decide(comment, rosa, Outcome.PUBLISH)
        (sent,) = deliver()
        assert sent.subject == "Your comment on “Talks resume” is published"
        assert f"#c-{comment.public_id}" in sent.body

    def test_who_was_right_in_an_appeal_learns_it_from_one_mail(self, article, mal, rosa):
        comment = factories.held(article)
        decision = factories.decide(comment, rosa, Outcome.REJECT)
        deliver()
        with article_changes():
            factories.decide(comment, rosa, Outcome.PUBLISH)
            appeal = Appeal.objects.create(
                site=article.site,
                comment=comment,
                decision=decision,
                author=mal,
                words="Why?",
                state="overturned",
                decided_by=rosa,
                decided_at=timezone.now(),
                reasoning="We were wrong.",
            )
            note(mal, Topic.APPEAL, about=f"appeal:{appeal.public_id}", comment=comment)
        assert [sent.subject for sent in deliver()] == [
            "Your appeal about “Talks resume”: you were right"
        ]

    def test_that_it_is_still_held_is_not_told_again(self, article, rosa):
        comment = factories.held(article)
        deliver()
        factories.decide(comment, rosa, Outcome.HOLD)
        assert deliver() == []

    def test_of_a_withdrawn_comment_nothing_is_told(self, article):
        withdraw_comment(factories.held(article))
        assert deliver() == []
        assert endings() == ["overtaken"]

    def test_a_statement_that_was_sent_says_when(self, article):
        factories.held(article)
        assert Statement.objects.get().delivered_at is None
        deliver()
        assert Statement.objects.get().delivered_at is not None


class TestReplies:
    def reply(self, article, author="Ben"):
        root = factories.published(article)
        return factories.published(article, "I *agree*.\n\nReally.", author=author, parent=root)

    def test_who_is_answered_reads_it(self, article):
        reply = self.reply(article)
        (sent,) = deliver()
        assert (sent.to, sent.subject) == (
            ["ada@example.org"],
            "Ben answered you on “Talks resume”",
        )
        assert "> I *agree*.\n>\n> Really." in sent.body
        assert f"#c-{reply.public_id}" in sent.body

    def test_a_reply_that_is_no_longer_public_is_not_told(self, article, rosa):
        factories.decide(self.reply(article), rosa, Outcome.HOLD)
        assert deliver() == []
        assert endings() == ["not-public"]

    def test_an_answer_to_what_is_gone_is_not_told(self, article, rosa):
        factories.decide(self.reply(article).parent, rosa, Outcome.REJECT)
        assert [sent.subject for sent in deliver()] == [
            "Your comment on “Talks resume” was rejected: Hateful language"
        ]

    def test_who_is_muted_is_not_heard_of(self, article, ada):
        reply = self.reply(article)
        Mute.objects.create(reader=ada, muted=reply.author)
        assert deliver() == []
        assert endings() == ["muted"]

    def test_who_unsubscribed_meanwhile_gets_nothing(self, article, ada):
        self.reply(article)
        Unsubscription.objects.create(author=ada, topic=Topic.REPLY)
        assert deliver() == []
        assert endings() == ["unsubscribed"]

    def test_who_has_no_address_any_more_gets_nothing(self, article, ada):
        self.reply(article)
        ada.email = ""
        ada.save()
        assert deliver() == []
        assert endings() == ["no-address"]


class TestSanctions:
    @pytest.fixture
    def warning(self, site, mal, rosa):
        sanction = Sanction.objects.create(
            site=site, author=mal, kind="warning", reason="Be kind.", imposed_by=rosa
        )
        note(mal, Topic.SANCTION, about=f"sanction:{sanction.public_id}")
        return sanction

    def test_a_warning_is_told_in_the_words_of_its_reason(self, warning):
        (sent,) = deliver()
        assert sent.subject == "A warning about your comments at The Daily Ledger"
        assert "Why: Be kind." in sent.body
        assert "rosa" not in sent.body

    def test_one_that_was_lifted_is_not(self, warning, rosa):
        Sanction.objects.update(lifted_at=timezone.now(), lifted_by=rosa)
        assert deliver() == []


class TestEachMail:
    def test_has_an_end_by_one_click_and_an_id_of_its_own(self, article):
        factories.held(article)
        (sent,) = deliver()
        message = sent.message()
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = message["List-Unsubscribe"].strip("<>")
        assert "/mail/unsubscribe/" in address
        assert address in sent.body
        # Not folded, not encoded: programs read it as it stands.
        assert f"<{address}>".encode() in message.as_bytes()
        assert str(Notification.objects.get().public_id) in message["Message-ID"]
        assert message["Auto-Submitted"] == "auto-generated"

    def test_is_sent_once(self, article):
        factories.held(article)
        assert len(deliver()) == 1
        assert deliver(after=timedelta(days=1)) == []


class Refusing(BaseEmailBackend):
    """Fails as the test says, then takes mail."""

    errors: list[Exception] = []
    tried = 0

    def send_messages(self, messages):
        type(self).tried += 1
        if self.errors:
            raise self.errors.pop(0)
        mail.outbox.extend(messages)
        return len(messages)


class TestTrouble:
    @pytest.fixture(autouse=True)
    def _refusing(self, settings):
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        Refusing.errors, Refusing.tried = [], 0

    def test_a_server_that_is_away_ends_the_run_and_loses_nothing(self, article):
        factories.held(article)
        factories.held(article, author="Ada")
        Refusing.errors = [ConnectionRefusedError()]
        assert deliver() == []
        assert Refusing.tried == 1
        assert len(deliver(after=10 * MINUTE)) == 2

    def test_a_mail_that_is_refused_does_not_hold_up_the_others(self, article):
        factories.held(article)
        factories.held(article, author="Ada")
        Refusing.errors = [smtplib.SMTPRecipientsRefused({})]
        assert [sent.to for sent in deliver()] == [["ada@example.org"]]

    def test_it_is_tried_again_later_each_time(self, article):
        factories.held(article)
        Refusing.errors = [ConnectionRefusedError(), ConnectionRefusedError()]
        deliver()
        assert deliver(after=4 * MINUTE) == []
        assert Refusing.tried == 1
        deliver(after=9 * MINUTE)
        assert Refusing.tried == 2
        assert deliver(after=15 * MINUTE) == []
        assert len(deliver(after=25 * MINUTE)) == 1

    def test_after_days_it_is_given_up(self, article):
        factories.held(article)
        Refusing.errors = [ConnectionRefusedError()]
        deliver(after=GIVEN_UP_AFTER + MINUTE)
        assert endings() == ["given-up"]
        assert deliver(after=GIVEN_UP_AFTER * 2) == []

    def test_who_died_after_sending_sends_a_second_one_and_loses_none(self, article):
        factories.held(article)
        assert len(deliver()) == 1
        Notification.objects.update(ended_at=None, ending="")
        assert deliver(after=4 * MINUTE) == []
        assert len(deliver(after=9 * MINUTE)) == 1

    def test_a_mail_that_cannot_be_written_harms_no_other(self, article, ada):
        note(ada, Topic.APPEAL, about="appeal:none")
        factories.held(article)
        assert len(deliver()) == 1
        assert Notification.objects.get(topic="appeal").attempts == 1

    def test_addresses_are_in_no_log(self, article, caplog):
        factories.held(article)
        Refusing.errors = [smtplib.SMTPRecipientsRefused({"mal@example.org": (550, b"no")})]
        deliver()
        assert "mal@example.org" not in str([vars(record) for record in caplog.records])
        assert caplog.records


@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_each_mail_once(article):
    for author in ("Ada", "Mal"):
        factories.held(article, author=author)
    with time_machine.travel(timezone.now() + 3 * MINUTE, tick=False):
        sent = at_once(deliver_notifications, deliver_notifications)
    assert sum(sent) == len(mail.outbox) == 2
    assert endings() == ["sent", "sent"]
