"""Taking back the ruling just made: what was before is so again, and nothing else is."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import AuditEvent
from discussion.body import clean_body
from discussion.errors import CommentGone, StaleComment
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Decision, Statement
from discussion.verification import ledger_faults
from moderation.errors import NotAllowed, NothingToUndo
from moderation.flows.undo_decision import UNDO_MINUTES, undo_decision
from moderation.models import Appeal, Membership, ReviewItem
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

OUTCOMES = list(Outcome)
STATUS = {Outcome.PUBLISH: "published", Outcome.HOLD: "held", Outcome.REJECT: "rejected"}


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa")


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


def undo(decision, moderator):
    return undo_decision(Decision.objects.get(pk=decision.pk), moderator=moderator)


def open_item_of(comment):
    return ReviewItem.objects.filter(comment=comment, closed_at=None).first()


@pytest.mark.parametrize("made", OUTCOMES)
@pytest.mark.parametrize("before", OUTCOMES)
def test_what_a_person_had_ruled_is_so_again(article, rosa, remy, before, made):
    comment = factories.held(article)
    first = factories.decide(comment, remy, before)
    restored = undo(factories.decide(comment, rosa, made), rosa)
    comment = factories.fresh(comment)
    assert (comment.status, comment.decision) == (STATUS[before], restored)
    assert (restored.clauses, restored.actor) == (first.clauses, rosa)
    assert (open_item_of(comment) is not None) is (before == Outcome.HOLD)
    assert list(ledger_faults()) == []


@pytest.mark.parametrize("made", OUTCOMES)
def test_what_the_machine_held_waits_again_under_its_old_clauses(article, rosa, made):
    comment = factories.held(article)
    first = ReviewItem.objects.get(comment=comment)
    undo(factories.decide(comment, rosa, made), rosa)
    item = open_item_of(comment)
    assert factories.fresh(comment).status == "held"
    assert (item.clauses, item.reasons, item.priority) == (
        first.clauses,
        first.reasons,
        first.priority,
    )


def test_the_author_is_told_of_the_same_passages_again(article, rosa):
    comment = factories.held(article)
    said = Statement.objects.get(decision=comment.decision).facts["passages"]
    restored = undo(factories.decide(comment, rosa, Outcome.PUBLISH), rosa)
    assert said
    assert Statement.objects.get(decision=restored).facts["passages"] == said


def test_what_the_machine_found_stays_found_by_it(article, rosa):
    comment = factories.held(article)
    undo(factories.decide(comment, rosa, Outcome.PUBLISH), rosa)
    decision = factories.decide(comment, rosa, Outcome.REJECT)
    assert Statement.objects.get(decision=decision).facts["detected_by_machine"] is True


@pytest.mark.parametrize("made", OUTCOMES)
def test_what_the_machine_published_is_public_again_and_in_nobodys_queue(article, rosa, made):
    comment = factories.published(article)
    since = comment.published_at
    undo(factories.decide(comment, rosa, made), rosa)
    comment = factories.fresh(comment)
    assert (comment.status, comment.published_at) == ("published", since)
    assert comment.public_revision is not None
    assert open_item_of(comment) is None


def test_what_was_public_with_an_open_item_has_it_again(rosa, article):
    article.moderation = "post"
    article.save()
    comment = factories.held(article)
    assert (comment.status, open_item_of(comment) is None) == ("published", False)
    undo(factories.decide(comment, rosa, Outcome.REJECT), rosa)
    assert factories.fresh(comment).status == "published"
    assert "hateful-language" in open_item_of(comment).clauses


def test_a_rejection_is_restored_with_its_words(article, rosa, remy):
    comment = factories.held(article)
    factories.decide(comment, remy, Outcome.REJECT)
    restored = undo(factories.decide(comment, rosa, Outcome.PUBLISH), rosa)
    assert restored.text.reasoning == "It abuses another reader."
    assert restored.statement.facts["clauses"][0]["id"] == "hateful-language"


def test_an_edit_that_was_refused_waits_again_while_the_older_text_is_public(article, rosa):
    comment = factories.published(article)
    edit_comment(factories.fresh(comment), clean_body("You idiot."))
    factories.screen()
    undo(factories.decide(comment, rosa, Outcome.REJECT), rosa)
    comment = factories.fresh(comment)
    assert (comment.status, comment.public_revision.number) == ("published", 1)
    assert open_item_of(comment).revision.number == 2
    assert list(ledger_faults()) == []


def test_an_edit_that_was_published_cannot_be_taken_back(article, rosa):
    comment = factories.published(article)
    edit_comment(factories.fresh(comment), clean_body("You idiot."))
    factories.screen()
    decision = factories.decide(comment, rosa, Outcome.PUBLISH)
    with pytest.raises(NothingToUndo, match="edit"):
        undo(decision, rosa)
    assert factories.fresh(comment).public_revision.number == 2


def test_the_audit_tells_of_both_rulings_and_of_the_undo(article, rosa):
    comment = factories.held(article)
    made = factories.decide(comment, rosa, Outcome.PUBLISH)
    restored = undo(made, rosa)
    event = AuditEvent.objects.get(kind="comment.undone")
    assert event.actor == f"user:{rosa.pk}"
    assert event.data == {"undone": str(made.public_id), "restored": str(restored.public_id)}
    assert restored.supersedes == made
    assert list(ledger_faults()) == []


def test_nobody_undoes_what_another_ruled(article, rosa, remy):
    comment = factories.held(article)
    decision = factories.decide(comment, rosa, Outcome.PUBLISH)
    with pytest.raises(NothingToUndo):
        undo(decision, remy)
    assert factories.fresh(comment).status == "published"


def test_who_may_not_decide_any_more_undoes_nothing(article, rosa):
    decision = factories.decide(factories.held(article), rosa, Outcome.PUBLISH)
    rosa.memberships.update(role=Membership.Role.AUDITOR)
    with pytest.raises(NotAllowed):
        undo(decision, rosa)


def test_what_the_machine_decided_is_not_undone(article, rosa):
    with pytest.raises(NothingToUndo):
        undo(factories.held(article).decision, rosa)


def test_an_undo_is_not_undone(article, rosa):
    restored = undo(factories.decide(factories.held(article), rosa, Outcome.PUBLISH), rosa)
    with pytest.raises(NothingToUndo):
        undo(restored, rosa)


@pytest.mark.parametrize(("minutes", "open_still"), [(UNDO_MINUTES - 1, True), (31, False)])
def test_it_is_open_for_half_an_hour(article, rosa, minutes, open_still):
    comment = factories.held(article)
    decision = factories.decide(comment, rosa, Outcome.PUBLISH)
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        if open_still:
            assert undo(decision, rosa).outcome == Outcome.HOLD
        else:
            with pytest.raises(NothingToUndo):
                undo(decision, rosa)


def test_a_later_ruling_stands_also_the_own(article, rosa):
    comment = factories.held(article)
    earlier = factories.decide(comment, rosa, Outcome.PUBLISH)
    factories.decide(comment, rosa, Outcome.REJECT)
    with pytest.raises(StaleComment):
        undo(earlier, rosa)
    assert factories.fresh(comment).status == "rejected"


def test_a_new_text_of_the_author_stands(article, rosa):
    comment = factories.held(article)
    decision = factories.decide(comment, rosa, Outcome.PUBLISH)
    edit_comment(factories.fresh(comment), clean_body("A better text."))
    with pytest.raises(StaleComment):
        undo(decision, rosa)


def test_an_appeal_stands(article, rosa):
    comment = factories.held(article)
    decision = factories.decide(comment, rosa, Outcome.REJECT)
    Appeal.objects.create(
        site=comment.site,
        comment=comment,
        decision=decision,
        author=comment.author,
        words="It was no insult.",
    )
    with pytest.raises(StaleComment):
        undo(decision, rosa)


def test_a_comment_that_was_withdrawn_stays_so(article, rosa):
    comment = factories.held(article)
    decision = factories.decide(comment, rosa, Outcome.PUBLISH)
    withdraw_comment(factories.fresh(comment))
    with pytest.raises(CommentGone):
        undo(decision, rosa)


def test_a_comment_that_moved_since_it_was_read_is_left_alone(article, rosa):
    comment = factories.held(article)
    decision = factories.decide(comment, rosa, Outcome.PUBLISH)
    seen = Decision.objects.select_related("comment").get(pk=decision.pk)
    undo(decision, rosa)
    with pytest.raises(StaleComment):
        undo_decision(seen, moderator=rosa)
