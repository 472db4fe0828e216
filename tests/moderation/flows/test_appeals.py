"""Appeals: once a decision, in words and in time; answered by another person."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import AuditEvent, OutboxEvent
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Decision, Notification, Statement
from discussion.verification import ledger_faults
from moderation.complaints.deciders import Deciders
from moderation.errors import (
    AppealDeadline,
    AppealExists,
    AppealSettled,
    NotAllowed,
    NothingToAppeal,
    NothingToUndo,
    ReasonRequired,
    SamePerson,
    WordsRequired,
)
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.open_appeal import open_appeal
from moderation.flows.undo_decision import undo_decision
from moderation.models import Appeal, DeskSettings, Membership, Report
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

SENIOR = Membership.Role.SENIOR_MODERATOR
WORDS = "I quoted somebody else."


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa", SENIOR)


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", SENIOR)


@pytest.fixture
def rejected(article, rosa):
    """A comment of Mal's that was public until Rosa rejected it."""
    comment = factories.published(article, author="Mal")
    factories.decide(comment, rosa, Outcome.REJECT)
    return factories.fresh(comment)


def opened(comment, words=WORDS):
    comment = factories.fresh(comment)
    return open_appeal(comment, author=comment.author, words=words)


def decided(appeal, moderator, *, overturn, reasoning="It was a quotation."):
    return decide_appeal(appeal, moderator=moderator, overturn=overturn, reasoning=reasoning)


class TestOpening:
    def test_it_is_stored_told_and_audited_and_changes_nothing(self, rejected):
        appeal = opened(rejected)
        after = factories.fresh(rejected)
        assert (after.status, after.version) == ("rejected", rejected.version)
        assert (appeal.state, appeal.decision) == ("open", rejected.decision)
        assert Statement.objects.get(decision=rejected.decision).appealed_at is not None
        told = {"appeal": str(appeal.public_id), "decision": str(appeal.decision.public_id)}
        assert AuditEvent.objects.get(kind="appeal.opened").data == told
        assert OutboxEvent.objects.get(kind="appeal.opened").payload.items() >= told.items()
        assert list(ledger_faults()) == []

    def test_once_a_decision(self, rejected):
        opened(rejected)
        with pytest.raises(AppealExists):
            opened(rejected)

    @pytest.mark.parametrize("words", ["", " \n ", "\u200b"])
    def test_in_words(self, rejected, words):
        with pytest.raises(WordsRequired):
            opened(rejected, words)

    def test_only_its_author(self, rejected):
        with pytest.raises(NothingToAppeal):
            open_appeal(rejected, author=factories.author_at(rejected.site, "Ben"), words=WORDS)

    def test_until_its_statement_says(self, rejected):
        until = Statement.objects.get(decision=rejected.decision).appeal_until
        with time_machine.travel(until + timedelta(seconds=1)), pytest.raises(AppealDeadline):
            opened(rejected)
        with time_machine.travel(until - timedelta(seconds=1)):
            assert opened(rejected).state == "open"

    def test_a_site_says_how_long(self, rejected, article, rosa):
        article.site.appeal_days = 10
        article.site.save(update_fields=["appeal_days"])
        comment = factories.held(article, author="Eve")
        until = Statement.objects.get(decision=comment.decision).appeal_until
        assert timedelta(days=9) < until - timezone.now() <= timedelta(days=10)

    def test_a_banned_author_may(self, rejected):
        rejected.author.restriction = "banned"
        rejected.author.save(update_fields=["restriction"])
        assert opened(rejected).state == "open"

    def test_a_machines_hold_can_be_appealed_too(self, article):
        assert opened(factories.held(article)).decision.actor_kind == "machine"

    def test_what_nothing_restricts_cannot_be(self, article):
        with pytest.raises(NothingToAppeal):
            opened(factories.published(article))
        with pytest.raises(NothingToAppeal):
            opened(factories.make_comment(article, "Not judged yet."))

    def test_what_its_author_took_away_cannot_be(self, article):
        held = factories.held(article)
        withdraw_comment(held)
        with pytest.raises(NothingToAppeal):
            opened(held)

    def test_a_rejected_edit_can_be_while_the_older_text_is_public(self, article, rosa, remy):
        comment = factories.published(article, author="Mal")
        edit_comment(comment, "You idiot, as he said.")
        factories.screen()
        factories.decide(comment, rosa, Outcome.REJECT)
        decided(opened(comment), remy, overturn=True)
        assert factories.fresh(comment).public_revision.text == "You idiot, as he said."

    def test_a_later_decision_can_be_appealed_anew(self, article, rosa, remy):
        held = factories.held(article)
        first = opened(held)
        factories.decide(held, rosa, Outcome.REJECT)
        first.refresh_from_db()
        assert first.state == "moot"
        assert opened(held).decision != first.decision


class TestDeciding:
    def test_overturned_the_comment_is_back_at_its_place(self, rejected, remy):
        appeal = decided(opened(rejected), remy, overturn=True)
        after = factories.fresh(rejected)
        assert (after.status, after.listed) == ("published", True)
        assert (appeal.state, appeal.decided_by) == ("overturned", remy)
        assert appeal.outcome_decision == after.decision
        assert after.decision.text.reasoning == "It was a quotation."
        kinds = OutboxEvent.objects.order_by("sequence").values_list("kind", flat=True)
        assert list(kinds.filter(article=after.article))[-2:] == [
            "comment.restored",
            "appeal.decided",
        ]
        assert list(ledger_faults()) == []

    def test_a_reply_keeps_its_place_below_it(self, article, rosa, remy):
        root = factories.published(article, author="Mal")
        reply = factories.published(article, "I see it otherwise.", author="Ben", parent=root)
        factories.decide(root, rosa, Outcome.REJECT)
        decided(opened(root), remy, overturn=True)
        assert factories.fresh(reply).parent_id == root.pk
        assert factories.fresh(root).status == "published"

    def test_upheld_it_stands_with_a_reasoning(self, rejected, remy):
        appeal = decided(opened(rejected), remy, overturn=False, reasoning="No quotation marks.")
        after = factories.fresh(rejected)
        assert (after.status, after.decision) == ("rejected", rejected.decision)
        assert (appeal.state, appeal.reasoning) == ("upheld", "No quotation marks.")
        assert Decision.objects.filter(actor=remy).count() == 0
        assert list(ledger_faults()) == []

    @pytest.mark.parametrize("overturn", [True, False])
    def test_its_author_is_told(self, rejected, remy, overturn):
        rejected.author.email = "mal@example.org"
        rejected.author.save(update_fields=["email"])
        appeal = decided(opened(rejected), remy, overturn=overturn)
        told = Notification.objects.get(topic="appeal")
        assert (told.about, told.author) == (f"appeal:{appeal.public_id}", rejected.author)

    @pytest.mark.parametrize("reasoning", ["", "  "])
    def test_it_needs_a_reasoning(self, rejected, remy, reasoning):
        with pytest.raises(ReasonRequired):
            decided(opened(rejected), remy, overturn=False, reasoning=reasoning)

    def test_it_is_decided_once(self, rejected, remy, article):
        appeal = opened(rejected)
        decided(appeal, remy, overturn=False)
        other = factories.make_moderator(article.site, "otto", SENIOR)
        with pytest.raises(AppealSettled):
            decided(appeal, other, overturn=True)
        assert factories.fresh(rejected).status == "rejected"

    def test_the_answer_is_not_taken_back(self, rejected, remy):
        appeal = decided(opened(rejected), remy, overturn=True)
        with pytest.raises(NothingToUndo):
            undo_decision(appeal.outcome_decision, moderator=remy)
        assert factories.fresh(rejected).status == "published"

    def test_readers_who_reported_it_were_not_right_after_all(self, article, rosa, remy):
        comment = factories.published(article, author="Mal")
        Report.objects.create(
            site=comment.site,
            comment=comment,
            revision=comment.public_revision,
            reporter=factories.author_at(comment.site, "Ben"),
            reason="other",
            weight=0.5,
        )
        factories.decide(comment, rosa, Outcome.REJECT)
        assert Report.objects.get().upheld is True
        decided(opened(comment), remy, overturn=True)
        assert Report.objects.get().upheld is False

    def test_the_words_of_both_stand_in_the_appeal_alone(self, rejected, remy):
        decided(opened(rejected), remy, overturn=False, reasoning="Plainly so.")
        ledger = "".join(str(event.data) for event in AuditEvent.objects.all())
        ledger += "".join(str(event.payload) for event in OutboxEvent.objects.all())
        assert WORDS not in ledger
        assert "Plainly so." not in ledger


class TestWhoDecides:
    def test_not_whoever_made_the_decision(self, rejected, rosa):
        with pytest.raises(SamePerson):
            decided(opened(rejected), rosa, overturn=True)

    def test_nor_whoever_ruled_on_the_text_before(self, article, rosa, remy):
        comment = factories.held(article)
        factories.decide(comment, remy, Outcome.HOLD)
        factories.decide(comment, rosa, Outcome.REJECT)
        with pytest.raises(SamePerson):
            decided(opened(comment), remy, overturn=True)

    def test_nor_whoever_wrote_it(self, rejected, remy):
        rejected.author.user = remy
        rejected.author.save(update_fields=["user"])
        with pytest.raises(SamePerson):
            decided(opened(rejected), remy, overturn=True)

    @pytest.mark.parametrize("role", ["moderator", "reader_support", "auditor", "policy_editor"])
    def test_nor_another_role(self, rejected, article, role):
        with pytest.raises(NotAllowed):
            decided(
                opened(rejected), factories.make_moderator(article.site, "max", role), overturn=True
            )

    def test_nor_a_senior_of_another_site(self, rejected):
        elsewhere = factories.make_moderator(factories.make_site("Elsewhere"), "eli", SENIOR)
        with pytest.raises(NotAllowed):
            decided(opened(rejected), elsewhere, overturn=True)

    def test_nor_who_is_no_longer_active(self, rejected, remy):
        remy.is_active = False
        remy.save(update_fields=["is_active"])
        with pytest.raises(NotAllowed):
            decided(opened(rejected), remy, overturn=True)


class TestTheSecondPerson:
    @pytest.fixture
    def sam(self, article):
        """Somebody from elsewhere whom the site named."""
        sam = factories.make_moderator(factories.make_site("Elsewhere"), "sam", SENIOR)
        DeskSettings.objects.create(site=article.site, second_person=sam)
        return sam

    def test_decides_where_nobody_else_of_the_site_may(self, rejected, sam):
        assert decided(opened(rejected), sam, overturn=True).state == "overturned"

    def test_but_not_where_somebody_may(self, rejected, sam, remy):
        with pytest.raises(NotAllowed):
            decided(opened(rejected), sam, overturn=True)
        remy.is_active = False
        remy.save(update_fields=["is_active"])
        assert decided(Appeal.objects.get(), sam, overturn=True).state == "overturned"

    def test_the_desk_knows_when_somebody_has_to_be_named(self, rejected, rosa):
        appeal = opened(rejected)
        assert Deciders.of(rosa, [appeal]).nobody_may(appeal)

    def test_and_when_somebody_was(self, rejected, rosa, sam):
        appeal = opened(rejected)
        assert not Deciders.of(rosa, [appeal]).nobody_may(appeal)


class TestNothingLeftToDecide:
    def test_withdrawn(self, article, remy):
        held = factories.held(article)
        appeal = opened(held)
        withdraw_comment(factories.fresh(held))
        appeal.refresh_from_db()
        assert (appeal.state, appeal.decided_by) == ("moot", None)
        with pytest.raises(AppealSettled):
            decided(appeal, remy, overturn=True)
        assert factories.fresh(held).status == "withdrawn"
        assert list(ledger_faults()) == []

    def test_published_by_another_ruling(self, article, rosa, remy):
        held = factories.held(article)
        appeal = opened(held)
        factories.decide(held, rosa, Outcome.PUBLISH)
        appeal.refresh_from_db()
        assert appeal.state == "moot"
        assert AuditEvent.objects.get(kind="appeal.moot").data == {"appeal": str(appeal.public_id)}

    def test_another_text_was_written(self, article, rosa, remy):
        comment = factories.published(article, author="Mal")
        edit_comment(comment, "You idiot.")
        factories.screen()
        factories.decide(comment, rosa, Outcome.REJECT)
        appeal = opened(comment)
        edit_comment(factories.fresh(comment), "A better text.")
        appeal.refresh_from_db()
        assert appeal.state == "moot"

    def test_what_does_not_concern_it_leaves_it_open(self, rejected, article):
        appeal = opened(rejected)
        factories.held(article, author="Eve")
        appeal.refresh_from_db()
        assert appeal.state == "open"
