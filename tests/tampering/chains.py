"""What may be done to the events, without the audit key and with it."""

from datetime import timedelta
from random import Random

from django.db.models import F

from articles.audit import mac_of
from articles.models import AuditEvent, Site
from discussion.models import Comment
from tests.tampering.tools import ANCHOR, Way, anchored, delete_with_rows, put, some


def event_column(column: str) -> Way:
    def change(chance: Random) -> str:
        event = some(chance, AuditEvent.objects)
        others = {
            "id": -1 - event.pk,
            "site_id": Site.objects.exclude(pk=event.site_id).get().pk,
            "subject": "comment:01900000-0000-7000-8000-000000000000",
            "sequence": 900 + event.sequence,
            "kind": f"{event.kind}.forged",
            "actor": f"user:{chance.randint(900, 999)}",
            "data": {**event.data, "forged": chance.random()},
            "at": event.at + timedelta(microseconds=chance.choice([-1, 1, 10**9])),
            "previous": f"{chance.getrandbits(256):064x}",
            "mac": f"{chance.getrandbits(256):064x}",
        }
        put(event, **{column: others[column]})
        return ANCHOR if column == "id" else event.subject

    return change


def event_removed(chance: Random) -> str:
    event = some(chance, AuditEvent.objects)
    event.delete()
    return event.subject


def event_added_at_the_end(chance: Random) -> str:
    """By somebody without the key: the codes are made up."""
    event = some(chance, AuditEvent.objects)
    last = AuditEvent.objects.filter(subject=event.subject).latest("sequence")
    last.pk, last.sequence, last.previous = None, last.sequence + 1, last.mac
    last.mac = f"{chance.getrandbits(256):064x}"
    last.save(force_insert=True)
    return event.subject


def event_added_before_the_anchor(chance: Random) -> str:
    """With the key, in a place that was free."""
    comment = some(chance, Comment.objects)
    last = AuditEvent.objects.filter(subject=comment.audit_subject).latest("sequence")
    last.pk, last.sequence, last.previous = -1, last.sequence + 1, last.mac
    last.kind, last.data = "comment.reported", {}
    last.mac = mac_of(last)
    last.save(force_insert=True)
    put(comment, audit_count=last.sequence, audit_head=last.mac)
    return ANCHOR


def events_swapped(chance: Random) -> str:
    """Two of a chain, with their codes, as if one had come before the other."""
    comment = some(chance, Comment.objects.filter(audit_count__gte=2))
    events = list(AuditEvent.objects.filter(subject=comment.audit_subject).order_by("sequence"))
    one, other = sorted(chance.sample(events, 2), key=lambda event: event.sequence)
    put(one, sequence=900)
    put(other, sequence=one.sequence)
    put(one, sequence=other.sequence)
    return comment.audit_subject


def chain_written_anew(chance: Random) -> str:
    """With the key: one event changed, and every later one fitted to it."""
    comment = some(chance, anchored())
    events = list(AuditEvent.objects.filter(subject=comment.audit_subject).order_by("sequence"))
    changed, previous = chance.choice(events), ""
    for event in events:
        event.previous = previous
        event.actor = "user:999" if event == changed else event.actor
        event.mac = previous = mac_of(event)
        put(event, previous=event.previous, actor=event.actor, mac=event.mac)
    put(comment, audit_head=previous)
    return ANCHOR


def end_cut_off(chance: Random) -> str:
    """The last event of a site or comment, and its row wound back: that needs no key."""
    rows = [*anchored().filter(audit_count__gte=2).order_by("pk"), *Site.objects.all()]
    row = chance.choice([row for row in rows if row.audit_count])
    last = AuditEvent.objects.get(subject=row.audit_subject, sequence=row.audit_count)
    last.delete()
    put(row, audit_count=last.sequence - 1, audit_head=last.previous)
    return ANCHOR


def subject_removed(chance: Random) -> str:
    """A comment with all that belongs to it, and all its events."""
    comment = some(chance, anchored().filter(replies=None))
    AuditEvent.objects.filter(subject=comment.audit_subject).delete()
    put(comment, decision=None, status="held", public_revision=None)
    delete_with_rows(comment)
    return ANCHOR


def comment_without_its_events(chance: Random) -> str:
    comment = some(chance, Comment.objects)
    AuditEvent.objects.filter(subject=comment.audit_subject).delete()
    return comment.audit_subject


def head_or_count(chance: Random) -> str:
    comment = some(chance, Comment.objects)
    forged = {"audit_head": "0" * 64}, {"audit_count": F("audit_count") + 1}
    put(comment, **chance.choice(forged))
    return comment.audit_subject
