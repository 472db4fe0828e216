"""The audit chain: how an event is appended, and how a chain is checked."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.models import AuditedSubject, AuditEvent


def event_after(
    subject: AuditedSubject, *, site_id: int, kind: str, actor: str, data: dict[str, Any]
) -> AuditEvent:
    """Return the subject's next event, unsaved, and move head and count on the object alone.

    The caller stores both in one transaction, the row under a guard (its lock or a
    compare-and-set): UNIQUE(subject, sequence) refuses a second event for one place.
    """
    event = AuditEvent(
        site_id=site_id,
        subject=subject.audit_subject,
        sequence=subject.audit_count + 1,
        kind=kind,
        actor=actor,
        data=data,
        at=timezone.now(),
        previous=subject.audit_head,
    )
    event.mac = mac_of(event)
    subject.audit_count, subject.audit_head = event.sequence, event.mac
    return event


def append_event(
    subject: AuditedSubject, *, site_id: int, kind: str, actor: str, data: dict[str, Any]
) -> AuditEvent:
    """Append an event to a subject whose row this transaction has locked or just made."""
    event = event_after(subject, site_id=site_id, kind=kind, actor=actor, data=data)
    event.save(force_insert=True)
    subject.save(update_fields=["audit_count", "audit_head"])
    return event


def mac_of(event: AuditEvent) -> str:
    """Return the code of an event over all its fields: 64 hexadecimal digits."""
    fields = [
        event.site_id,
        event.subject,
        event.sequence,
        event.kind,
        event.actor,
        event.data,
        _instant(event.at),
        event.previous,
    ]
    return keyed_digest("audit", canonical(fields))


def chain_faults(
    subject: str, events: Iterator[AuditEvent], head: str, count: int
) -> Iterator[str]:
    """Yield what is wrong with one subject's events (by sequence), each named in words.

    `head` and `count` are what the subject's own row says; a row that is gone says "" and 0.
    """
    previous, expected = "", 1
    for event in events:
        if event.sequence != expected:
            missing = ", ".join(f"#{n}" for n in range(expected, event.sequence))
            yield f"{subject}: removed {missing}"
        elif event.previous != previous:
            yield f"{subject}: #{event.sequence} does not follow the event before it"
        if not hmac.compare_digest(mac_of(event), event.mac):
            yield f"{subject}: changed #{event.sequence} ({event.kind})"
        if event.sequence > count:
            yield f"{subject}: added #{event.sequence} ({event.kind})"
        previous, expected = event.mac, event.sequence + 1
    if expected <= count:
        missing = ", ".join(f"#{n}" for n in range(expected, count + 1))
        yield f"{subject}: removed {missing}"
    elif expected == count + 1 and not hmac.compare_digest(previous, head):
        yield f"{subject}: the last event is not the one that its row was left with"


def keyed_digest(purpose: str, text: str) -> str:
    """Return HMAC-SHA256 of the text under the audit key and a purpose, in hexadecimal."""
    key = f"{purpose}:{settings.AUDIT_KEY}".encode()
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def canonical(value: Any) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
