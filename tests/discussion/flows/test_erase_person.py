"""A person is forgotten: comment by comment, whatever happens in between."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import OutboxEvent
from discussion.errors import AuthorBanned, HasToStay
from discussion.flows.ask_to_be_forgotten import ask_to_be_forgotten
from discussion.flows.erase_comment import erase_comment
from discussion.flows.recognise_author import recognise_author
from discussion.flows.run_person_jobs import run_person_jobs
from discussion.identity import Identity
from discussion.models import Author, Comment, KeptRestriction, PersonJob
from discussion.person.queue import LeaseLost, claim_person_job, drop_expired_jobs
from discussion.person.restrictions import drop_ended_restrictions
from discussion.verification import ledger_faults
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.lift_escalation import lift_escalation
from moderation.flows.lift_sanction import lift_sanction
from moderation.models import Membership, Report, Sanction
from moderation.policy.types import Outcome
from tests import factories
from tests.person_world import forget, make_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


def ada_of(article):
    return factories.author_at(article.site, "Ada")


def statuses(author):
    return list(
        Comment.objects.filter(author=author).order_by("pk").values_list("status", flat=True)
    )


class Killed(Exception):
    """The worker's end."""


def test_a_killed_worker_leaves_nothing_half_done_and_the_next_goes_on(article, monkeypatch):
    for number in range(3):
        factories.published(article, f"Point {number}.")
    ada = ada_of(article)
    job = ask_to_be_forgotten(ada, actor="operator:test")
    make_due()
    steps = iter([True, False])
    run_person_jobs(worker="one", go_on=lambda: next(steps, False))
    assert statuses(ada) == ["erased", "erased", "published"]
    claim = claim_person_job("killed")
    assert claim is None  # let go a moment ago: it is due again at the next beat
    make_due()

    def killed(*_):
        raise Killed

    monkeypatch.setattr("moderation.person.forgotten.forget_comment", killed)
    with pytest.raises(Killed):
        run_person_jobs(worker="two")
    assert statuses(ada) == ["erased", "erased", "published"]
    monkeypatch.undo()
    make_due()
    run_person_jobs(worker="three")
    job.refresh_from_db()
    assert (job.state, statuses(ada)) == ("done", ["erased"] * 3)
    assert list(ledger_faults()) == []


def test_a_worker_that_lost_its_lease_stores_nothing(article):
    factories.published(article)
    ask_to_be_forgotten(ada_of(article), actor="operator:test")
    make_due()
    slow = claim_person_job("slow")
    make_due()
    assert claim_person_job("fast") is not None
    with pytest.raises(LeaseLost):
        slow.advance(1)
    assert claim_person_job("third") is None


def test_others_and_the_outside_are_told_of_each_comment_without_its_text(article):
    comment = factories.published(article, "A secret.")
    article.refresh_from_db()
    version = article.version
    forget(ada_of(article))
    event = OutboxEvent.objects.get(kind="comment.erased")
    assert event.payload == {
        "comment_id": str(comment.public_id),
        "version": factories.fresh(comment).version,
    }
    article.refresh_from_db()
    assert article.version == version + 1


def test_it_is_not_erased_twice(article):
    comment = factories.published(article)
    forget(ada_of(article))
    version = factories.fresh(comment).version
    erase_comment(factories.fresh(comment), actor="operator:test")
    assert factories.fresh(comment).version == version
    assert forget(ada_of(article)).state == "done"


class TestOnLegalHold:
    @pytest.fixture
    def case(self, article, remy):
        comment = factories.published(article, "A threat.")
        factories.published(article, "A fair point.")
        return escalate_comment(comment, to="police", reason="A threat.", user=remy)

    def test_it_leaves_the_page_and_waits(self, article, case):
        ada = ada_of(article)
        job = forget(ada)
        assert (job.state, job.kept) == ("kept", 1)
        assert statuses(ada) == ["withdrawn", "erased"]
        kept = Comment.objects.get(pk=case.comment_id).revisions.get()
        assert (kept.text, bool(bytes(kept.salt))) == ("A threat.", True)
        ada.refresh_from_db()
        assert ada.display_name == "Ada"
        assert ada.subject.endswith(":ada")

    def test_it_goes_when_the_hold_is_lifted(self, article, case, remy):
        ada = ada_of(article)
        job = forget(ada)
        lift_escalation(case, because="Nothing came of it.", user=remy)
        make_due()
        run_person_jobs(worker="test")
        job.refresh_from_db()
        ada.refresh_from_db()
        case.refresh_from_db()
        assert (job.state, job.kept, statuses(ada)) == ("done", 0, ["erased", "erased"])
        assert (ada.display_name, case.evidence) == ("erased", {})
        assert list(ledger_faults()) == []

    def test_it_is_refused_to_the_flow_itself(self, article, case):
        comment = factories.fresh(Comment.objects.get(pk=case.comment_id))
        with pytest.raises(HasToStay):
            erase_comment(comment, actor="machine:retention")
        assert factories.fresh(comment).status == "published"

    def test_who_reported_somebody_on_hold_waits_for_that_alone(self, article, remy):
        bad = factories.published(article, "Bad.", author="Mal")
        ada = ada_of(article)
        Report.objects.create(
            site=article.site,
            comment=bad,
            revision=bad.public_revision,
            reporter=ada,
            reason="other",
            text="He means me.",
            weight=0.5,
        )
        case = escalate_comment(bad, to="police", reason="A threat.", user=remy)
        job = forget(ada)
        ada.refresh_from_db()
        assert (job.state, ada.display_name) == ("kept", "erased")
        assert "He means me." in str(case.evidence)
        lift_escalation(case, because="Over.", user=remy)
        make_due()
        run_person_jobs(worker="test")
        job.refresh_from_db()
        case.refresh_from_db()
        assert job.state == "done"
        assert "He means me." not in str(case.evidence)
        assert case.evidence["revisions"][0]["text"] == "Bad."


class TestWhoComesBack:
    def back(self, article):
        return recognise_author(Identity(article.site_id, "mal", "Mal"))

    @pytest.fixture
    def mal(self, article):
        return factories.make_author(article.site, "Mal")

    def banned(self, mal, remy, kind=Sanction.Kind.BAN, **more):
        measure = Measure(kind=kind, reason="You abuse others.", **more)
        return impose_sanction(mal, measure, moderator=remy)

    def test_a_ban_comes_back_with_them_and_can_be_lifted(self, article, mal, remy):
        ban = self.banned(mal, remy)
        forget(mal)
        back = self.back(article)
        assert back.pk != mal.pk
        back.refresh_from_db()
        assert (back.restriction, back.restriction_reason) == ("banned", "")
        with pytest.raises(AuthorBanned):
            factories.make_comment(article, author="Mal")
        ban.refresh_from_db()
        assert (ban.author, ban.reason, ban.imposed_by) == (back, "", remy)
        lift_sanction(ban, moderator=remy, because="Enough.")
        back.refresh_from_db()
        assert back.restriction == ""
        assert not KeptRestriction.objects.exists()

    def test_who_was_not_restricted_leaves_no_digest(self, article, mal):
        forget(mal)
        assert not KeptRestriction.objects.exists()
        assert self.back(article).restriction == ""

    def test_the_digest_goes_when_the_suspension_ends(self, article, mal, remy):
        end = timezone.now() + timedelta(days=1)
        self.banned(mal, remy, Sanction.Kind.SUSPENSION, ends_at=end)
        forget(mal)
        assert drop_ended_restrictions() == 0
        Author.objects.filter(pk=mal.pk).update(restricted_until=timezone.now())
        assert drop_ended_restrictions() == 1
        assert self.back(article).restriction == ""

    def test_the_row_of_the_answer_goes_after_a_month(self, article, mal):
        forget(mal)
        assert drop_expired_jobs() == 0
        PersonJob.objects.update(expires_at=Now())
        assert drop_expired_jobs() == 1


def test_a_rejected_comment_keeps_its_decision_and_no_word(article, remy):
    comment = factories.held(article, author="Ada")
    decision = factories.decide(comment, remy, Outcome.REJECT)
    forget(ada_of(article))
    decision.refresh_from_db()
    assert (decision.outcome, factories.fresh(comment).status) == ("reject", "erased")
    assert decision.statement.facts["reasoning"] == ""
    assert decision.statement.facts["clauses"][0]["id"] == "hateful-language"
    assert not hasattr(decision, "text")
