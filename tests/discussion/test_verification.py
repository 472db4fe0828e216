"""Tampering with the ledger is named; an honest ledger is not accused."""

import hashlib
import random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.audit import canonical
from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from articles.models import AuditEvent, PolicyVersion, Site
from discussion import verification
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment, Decision, DecisionText, Revision, Statement
from discussion.person.forgotten import SAID
from discussion.verification import ledger_faults
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    """A published comment; the database's own guards are out of the attacker's way."""
    comment = factories.published(factories.make_article())
    without_guards()
    return comment


def without_guards():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")


def test_an_honest_ledger_is_clean(comment, capsys):
    call_command("verify_audit")
    assert "0 faults" in capsys.readouterr().out


@pytest.mark.parametrize("field", ["kind", "actor", "data", "at", "mac", "previous"])
def test_a_changed_event_is_named(comment, field):
    event = AuditEvent.objects.get(subject=comment.audit_subject, sequence=1)
    changed = {"data": {"revision": 9}, "at": event.at.replace(year=2001)}.get(field, "forged")
    AuditEvent.objects.filter(pk=event.pk).update(**{field: changed})
    assert any(f"{comment.audit_subject}: changed #1" in fault for fault in ledger_faults())


@pytest.mark.parametrize("sequence", [1, 2])
def test_a_removed_event_is_named(comment, sequence):
    AuditEvent.objects.filter(subject=comment.audit_subject, sequence=sequence).delete()
    faults = list(ledger_faults())
    assert f"{comment.audit_subject}: removed #{sequence}" in faults
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_all_events_removed_are_named(comment):
    AuditEvent.objects.filter(subject=comment.audit_subject).delete()
    assert f"{comment.audit_subject}: removed #1, #2" in list(ledger_faults())


def test_an_added_event_is_named(comment):
    last = AuditEvent.objects.get(subject=comment.audit_subject, sequence=2)
    last.pk, last.sequence, last.previous = None, 3, last.mac
    last.save(force_insert=True)
    assert any("added #3" in fault for fault in ledger_faults())


def test_a_changed_decision_is_named(comment):
    Decision.objects.update(reasons=["blocked-phrase"])
    assert list(ledger_faults()) == [f"decision:{comment.decision.public_id}: changed"]


def test_a_changed_text_is_named(comment):
    Revision.objects.update(text="What Ada never wrote.")
    (fault,) = ledger_faults()
    assert fault.endswith("the text of revision 1 was changed")


def test_a_rewound_head_is_named(comment):
    Comment.objects.filter(pk=comment.pk).update(audit_count=1)
    assert any("added #2" in fault for fault in ledger_faults())


def test_random_single_tamperings_are_all_found(comment):
    """A seeded sample of every kind; each is undone before the next."""
    chance = random.Random(7)
    for _ in range(40):
        event = chance.choice(list(AuditEvent.objects.order_by("pk")))
        if chance.random() < 0.5:
            AuditEvent.objects.filter(pk=event.pk).delete()
        else:
            AuditEvent.objects.filter(pk=event.pk).update(actor=f"user:{chance.random()}")
        assert list(ledger_faults()), event
        AuditEvent.objects.filter(pk=event.pk).delete()
        event.save(force_insert=True)
    assert list(ledger_faults()) == []


def test_whatever_a_comment_goes_through_honestly_is_clean():
    article = factories.make_article()
    rosa = factories.make_moderator(article.site)
    factories.make_comment(article, "Still waits.")
    held = factories.held(article)
    for outcome in (Outcome.REJECT, Outcome.PUBLISH, Outcome.PUBLISH, Outcome.HOLD):
        factories.decide(held, rosa, outcome)
    edited = factories.published(article, "First thought.")
    edit_comment(edited, "You idiot.")
    factories.screen()
    assert factories.fresh(edited).public_revision.number == 1
    withdraw_comment(factories.published(article, "A slip of the pen."))
    publish_policy(draft_policy(article.site, factories.POLICY), actor="operator:test")
    draft_policy(article.site, factories.POLICY)
    assert list(ledger_faults()) == []


def test_a_held_comment_published_by_hand_is_named():
    held = factories.held(factories.make_article())
    without_guards()
    Comment.objects.filter(pk=held.pk).update(
        status="published",
        listed=True,
        public_revision=held.revisions.get(),
        published_at=timezone.now(),
    )
    where = f"comment:{held.public_id}"
    assert list(ledger_faults()) == [
        f"{where}: is “published”, its events say “held”",
        f"{where}: its public text is not the one that was decided",
    ]


def test_a_published_comment_hidden_by_hand_is_named(comment):
    Comment.objects.update(status="rejected", public_revision=None)
    assert any("is “rejected”, its events say “published”" in fault for fault in ledger_faults())


def test_a_withdrawn_comment_brought_back_by_hand_is_named(comment):
    withdraw_comment(factories.fresh(comment))
    Comment.objects.update(status="held")
    assert any("is “held”, its events say “withdrawn”" in fault for fault in ledger_faults())


def test_another_text_shown_by_hand_is_named(comment):
    edit_comment(factories.fresh(comment), "You idiot.")
    factories.screen()
    Comment.objects.update(public_revision=comment.revisions.get(number=2))
    (fault,) = ledger_faults()
    assert fault.endswith("its public text is not the one that was decided")


def test_another_decision_put_in_place_by_hand_is_named(comment):
    other = factories.published(comment.article, "Another fair point.", author="Ben")
    Comment.objects.filter(pk=comment.pk).update(decision=other.decision)
    (fault,) = ledger_faults()
    assert (
        fault == f"comment:{comment.public_id}: its decision is not the one that its events tell of"
    )


def test_a_text_changed_before_it_is_judged_is_named():
    pending = factories.make_comment(factories.make_article())
    Revision.objects.update(text="What Ada never wrote.")
    changed = f"comment:{pending.public_id}: the text of revision 1 was changed"
    assert list(ledger_faults()) == [changed]
    factories.screen()
    (decision,) = Decision.objects.all()
    assert list(ledger_faults()) == [
        changed,
        f"decision:{decision.public_id}: about another text than revision 1",
    ]


def test_added_and_removed_texts_are_named(comment):
    revision = comment.revisions.get()
    Revision.objects.filter(pk=revision.pk).update(number=7)
    faults = set(ledger_faults())
    assert f"{comment.audit_subject}: revision 7 was added, no event tells of it" in faults
    assert f"{comment.audit_subject}: revision 1 was removed" in faults


@pytest.mark.parametrize("field", ["reasoning", "private_note"])
def test_a_changed_word_of_a_moderator_is_named(comment, field):
    rosa = factories.make_moderator(comment.site)
    decision = factories.decide(comment, rosa, Outcome.REJECT)
    DecisionText.objects.update(**{field: "What Rosa never said."})
    fault, *others = ledger_faults()
    assert fault == f"decision:{decision.public_id}: its reasoning or note was changed"
    # The author was told the reasoning, and was told it otherwise.
    assert len(others) == (1 if field == "reasoning" else 0)


def test_a_word_put_into_the_mouth_of_the_machine_is_named(comment):
    DecisionText.objects.create(decision=comment.decision, reasoning="Not its.", salt=b"0" * 16)
    (fault,) = ledger_faults()
    assert fault.endswith("its reasoning or note was changed")


def test_what_was_said_may_be_let_go(comment):
    decision = factories.decide(comment, factories.make_moderator(comment.site), Outcome.REJECT)
    # By retention, which leaves the author what they were told; then by an erasure.
    DecisionText.objects.all().delete()
    assert list(ledger_faults()) == []
    Statement.objects.update(facts={**decision.statement.facts, **SAID})
    assert list(ledger_faults()) == []


def test_a_word_put_into_a_statement_of_the_machine_is_named():
    held = factories.held(factories.make_article())
    facts = {**held.decision.statement.facts, "reasoning": "You are a fool."}
    Statement.objects.update(facts=facts)
    assert list(ledger_faults()) == [
        f"decision:{held.decision.public_id}: its statement of reasons was changed"
    ]


@pytest.mark.parametrize("facts", [[], {}, {"clauses": [7]}, {"clauses": None, "reasons": 1}])
def test_a_statement_of_another_shape_is_named(facts):
    held = factories.held(factories.make_article())
    Statement.objects.update(facts=facts)
    assert list(ledger_faults()) == [
        f"decision:{held.decision.public_id}: its statement of reasons was changed"
    ]


def test_another_text_shown_than_the_one_that_is_kept_is_named(comment):
    Revision.objects.update(fragment='<div dir="auto"><p>What Ada never wrote.</p></div>')
    (fault,) = ledger_faults()
    assert fault.endswith("what is shown of revision 1 is not what its text gives")


def test_a_restriction_without_its_statement_is_named():
    held = factories.held(factories.make_article())
    Statement.objects.all().delete()
    assert list(ledger_faults()) == [
        f"decision:{held.decision.public_id}: its statement of reasons was removed"
    ]


@pytest.mark.parametrize("with_digest", [False, True])
def test_a_policy_changed_after_it_was_published_is_named(comment, with_digest):
    document = {**factories.POLICY, "clauses": []}
    digest = hashlib.sha256(canonical(document).encode()).hexdigest()
    changed = {"document": document, **({"digest": digest} if with_digest else {})}
    PolicyVersion.objects.update(**changed)
    assert list(ledger_faults()) == ["site:the-daily-ledger: policy version 1 was changed"]


def test_a_policy_put_into_force_by_hand_is_named(comment):
    draft = draft_policy(comment.site, {**factories.POLICY, "clauses": []})
    Site.objects.update(policy=draft)
    where = "site:the-daily-ledger"
    assert list(ledger_faults()) == [f"{where}: the policy in force is not the one last published"]
    PolicyVersion.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    assert f"{where}: policy version 2 was added, no event tells of it" in list(ledger_faults())


def test_a_removed_policy_is_named(comment):
    PolicyVersion.objects.filter(pk=comment.site.policy_id).update(number=5)
    assert "site:the-daily-ledger: policy version 1 was removed" in list(ledger_faults())


def test_all_is_read_in_batches(comment, monkeypatch):
    """The number of queries follows from the batches, and no batch is left out."""

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert list(ledger_faults()) == []
        return len(captured)

    few = queries()
    for number in range(5):
        factories.published(comment.article, f"Comment {number}.")
    assert queries() == few
    monkeypatch.setattr(verification, "BATCH", 2)
    assert queries() > few
    Comment.objects.filter(pk=Comment.objects.latest("pk").pk).update(status="held")
    assert len(list(ledger_faults())) == 1


def test_a_comment_that_moves_while_it_is_checked_is_not_accused(monkeypatch):
    factories.make_comment(factories.make_article())
    fetch = verification.prefetch_related_objects

    def judged_meanwhile(rows, *related):
        factories.screen()
        fetch(rows, *related)

    monkeypatch.setattr(verification, "prefetch_related_objects", judged_meanwhile)
    assert list(ledger_faults()) == []
    assert Decision.objects.count() == 1
