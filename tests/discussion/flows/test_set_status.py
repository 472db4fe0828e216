"""The one writer of status, and what the database refuses whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from articles.ids import new_public_id
from articles.models import AuditEvent, OutboxEvent
from discussion.errors import CommentGone, StaleComment
from discussion.flows.edit_comment import edit_comment
from discussion.models import Comment, Decision, Revision, Statement, User
from discussion.transitions import after_ruling
from discussion.verification import ledger_faults
from moderation.flows.judge_again import decide_again
from moderation.flows.resolve_item import resolve_item
from moderation.judge import Judge
from moderation.policy.types import Outcome
from tests import factories
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db


def test_publication_writes_decision_audit_outbox_and_version_together():
    article = factories.make_article()
    comment = factories.published(article)
    article.refresh_from_db()
    event = AuditEvent.objects.get(subject=comment.audit_subject, sequence=2)
    assert comment.decision.outcome == "publish"
    assert event.data["decision"] == str(comment.decision.public_id)
    assert OutboxEvent.objects.get(article=article).kind == "comment.published"
    assert (article.version, article.change_seq) == (2, 1)
    assert not Statement.objects.exists()


def test_a_restriction_has_its_statement_of_reasons():
    comment = factories.held(factories.make_article())
    facts = Statement.objects.get(decision=comment.decision).facts
    assert facts["clauses"][0]["title"] == "Hateful language"
    assert facts["decided_by"] == "machine"


def test_a_held_comment_does_not_change_the_page():
    article = factories.make_article()
    factories.held(article)
    article.refresh_from_db()
    assert (article.version, article.change_seq) == (1, 1)


def test_a_moderator_supersedes_the_machine_and_not_the_other_way_round():
    article = factories.make_article()
    comment = factories.held(article)
    rosa = factories.make_moderator(article.site)
    ruling = resolve_item(
        comment, seen_version=comment.version, outcome=Outcome.PUBLISH, moderator=rosa
    )
    assert ruling.supersedes.actor_kind == "machine"
    assert factories.fresh(comment).status == "published"
    factories.screen()
    assert factories.fresh(comment).decision == ruling


def test_who_saw_an_older_version_is_refused_and_changes_nothing():
    article = factories.make_article()
    seen_by_rosa = factories.held(article)
    seen_by_remy = factories.fresh(seen_by_rosa)
    rosa = factories.make_moderator(article.site)
    remy = factories.make_moderator(article.site, "remy")
    resolve_item(
        seen_by_rosa, seen_version=seen_by_rosa.version, outcome=Outcome.PUBLISH, moderator=rosa
    )
    with pytest.raises(StaleComment):
        resolve_item(
            seen_by_remy,
            seen_version=seen_by_remy.version,
            outcome=Outcome.REJECT,
            moderator=remy,
            clause="hateful-language",
            reasoning="Because.",
        )
    assert factories.fresh(seen_by_rosa).status == "published"
    assert Decision.objects.filter(actor=remy).count() == 0


@pytest.fixture
def edit():
    """An author changes a comment."""
    return lambda comment, body: edit_comment(factories.fresh(comment), body)


def test_an_edit_replaces_the_public_text_only_when_it_is_published(edit):
    comment = factories.published(factories.make_article(), "First text.")
    edit(comment, "Second text.")
    before = factories.fresh(comment)
    assert (before.status, before.public_revision.text) == ("published", "First text.")
    factories.screen()
    after = factories.fresh(comment)
    assert (after.public_revision.text, after.decision.revision.number) == ("Second text.", 2)
    assert after.edited_at is not None
    assert [r.state for r in after.revisions.order_by("number")] == ["superseded", "published"]


def test_an_edit_that_is_held_leaves_the_old_text_public(edit):
    comment = factories.published(factories.make_article(), "First text.")
    edit(comment, "You idiot.")
    factories.screen()
    after = factories.fresh(comment)
    assert (after.status, after.public_revision.text) == ("published", "First text.")
    assert after.decision.outcome == "publish"
    assert after.revisions.get(number=2).state == "held"
    assert comment.review_items.filter(closed_at=None).count() == 1


def test_rejecting_a_comment_with_replies_leaves_its_place_and_without_takes_it():
    article = factories.make_article()
    rosa = factories.make_moderator(article.site)
    parent = factories.published(article, "Parent")
    reply = factories.published(article, "Reply", author="Ben", parent=parent)
    _reject(factories.fresh(parent), rosa)
    assert factories.fresh(parent).listed
    _reject(factories.fresh(reply), rosa)
    assert not factories.fresh(reply).listed
    assert not factories.fresh(parent).listed


def _reject(comment: Comment, moderator: User) -> None:
    factories.decide(comment, moderator, Outcome.REJECT)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "published", "listed": True},
        {"status": "visible"},
        {"listed": True},
        {"depth": 3},
    ],
)
def test_the_database_refuses_a_status_that_was_not_decided(change):
    comment = factories.make_comment(factories.make_article())
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**change)


def test_the_database_takes_one_first_decision_a_revision():
    comment = factories.published(factories.make_article())
    twin = Decision.objects.get(pk=comment.decision_id)
    twin.pk, twin.public_id = None, new_public_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.parametrize("score", [None, float("nan"), -0.1, 1.1, float("inf")])
def test_the_database_takes_no_publication_by_machine_without_a_score(score):
    comment = factories.held(factories.make_article())
    decision = comment.decision
    decision.pk, decision.public_id = None, new_public_id()
    decision.supersedes_id, decision.outcome, decision.score = comment.decision_id, "publish", score
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.save(force_insert=True)


def test_every_change_left_a_sound_ledger(edit):
    article = factories.make_article()
    comment = factories.published(article)
    edit(comment, "Another text.")
    factories.held(article)
    factories.screen()
    assert list(ledger_faults()) == []


def test_the_machine_judging_again_does_not_overrule_a_person():
    article = factories.make_article()
    comment = factories.held(article)
    rosa = factories.make_moderator(article.site)
    resolve_item(comment, seen_version=comment.version, outcome=Outcome.HOLD, moderator=rosa)
    (revision,) = comment.revisions.all()
    with pytest.raises(StaleComment):
        decide_again(revision.pk, [], Judge(StubScorer("idiot"), ()))
    assert factories.fresh(comment).decision.actor_kind == "person"


@pytest.mark.parametrize("status", ["withdrawn", "erased"])
def test_what_is_gone_is_ruled_on_no_more(status):
    with pytest.raises(CommentGone):
        after_ruling(Comment(status=status), Revision(state="superseded"), "publish", anew=True)


def test_a_text_that_another_replaced_is_ruled_on_no_more():
    with pytest.raises(StaleComment):
        after_ruling(Comment(status="held"), Revision(state="superseded"), "publish", anew=True)
