"""Tampering with the ledger is named; an honest ledger is not accused."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import AuditEvent
from discussion.models import Comment, Decision, Revision
from discussion.verification import ledger_faults
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    """A published comment; the database's own guards are out of the attacker's way."""
    comment = factories.published(factories.make_article())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
    return comment


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
