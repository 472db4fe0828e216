"""The check of the whole ledger: chains, decisions and texts against what the chains say."""

import itertools
from collections.abc import Iterator

from articles.audit import chain_faults
from articles.models import Article, AuditedSubject, AuditEvent, Site
from discussion.decision_digest import decision_digest
from discussion.models import Comment, Decision
from discussion.text_hash import text_hash

AUDITED: tuple[type[AuditedSubject], ...] = (Site, Article, Comment)
BATCH = 1_000


def ledger_faults() -> Iterator[str]:
    """Yield each changed, removed or added row of the ledger, named in words; nothing when it is
    sound.

    Memory is bounded by the longest chain: events are read in the order of subject and sequence.
    """
    for model in AUDITED:
        yield from _chains_of(model)
    yield from _orphans()
    yield from _decisions()


def _chains_of(model: type[AuditedSubject]) -> Iterator[str]:
    rows = model._default_manager.order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(itertools.islice(rows, BATCH)):
        subjects = {row.audit_subject: row for row in batch}
        events = AuditEvent.objects.filter(subject__in=list(subjects)).order_by(
            "subject", "sequence"
        )
        by_subject = {
            subject: list(chain) for subject, chain in itertools.groupby(events, _subject)
        }
        for subject, row in subjects.items():
            chain = iter(by_subject.get(subject, []))
            yield from chain_faults(subject, chain, row.audit_head, row.audit_count)


def _orphans() -> Iterator[str]:
    """Events whose subject's row is gone: no row of an audited table is ever deleted."""
    for model in AUDITED:
        prefix = f"{model._meta.model_name}:"
        subjects = (
            AuditEvent.objects.filter(subject__startswith=prefix)
            .values_list("subject", flat=True)
            .order_by("subject")
            .distinct()
            .iterator(chunk_size=BATCH)
        )
        while batch := list(itertools.islice(subjects, BATCH)):
            keys = [subject.removeprefix(prefix) for subject in batch]
            rows = model._default_manager.filter(**{f"{model.AUDIT_KEY}__in": keys})
            for subject in sorted(set(batch) - {row.audit_subject for row in rows}):
                yield f"{subject}: removed, only its events are left"


def _decisions() -> Iterator[str]:
    """Decisions against the digests in the chains, and texts against the hashes in decisions."""
    digests = dict(
        AuditEvent.objects.filter(kind="comment.decided")
        .values_list("data__decision", "data__digest")
        .iterator(chunk_size=BATCH)
    )
    rows = Decision.objects.select_related("revision").order_by("pk")
    for decision in rows.iterator(chunk_size=BATCH):
        subject = f"decision:{decision.public_id}"
        digest = digests.pop(str(decision.public_id), None)
        if digest is None:
            yield f"{subject}: added, no event tells of it"
        elif digest != decision_digest(decision):
            yield f"{subject}: changed"
        if text_hash(decision.revision) != decision.text_hash:
            yield f"{subject}: the text of revision {decision.revision.number} was changed"
    for public_id in digests:
        yield f"decision:{public_id}: removed"


def _subject(event: AuditEvent) -> str:
    return event.subject
