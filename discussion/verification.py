"""The check of the whole ledger: the chains, and every row that a chain tells of."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from articles.audit import chain_faults
from articles.models import Article, AuditedSubject, AuditEvent, Site
from articles.policy_audit import policy_faults
from discussion.comment_verification import PREFETCH, comment_faults
from discussion.models import Comment

AUDITED: tuple[type[AuditedSubject], ...] = (Site, Article, Comment)
BATCH = 500


def ledger_faults() -> Iterator[str]:
    """Yield each changed, removed or added row of the ledger, named in words; nothing when it is
    sound.

    Memory is bounded by a batch of subjects with their chains. The service may be at work: a row
    that seems at fault is looked at once more under its lock, since it may have moved between two
    reads.
    """
    for model in AUDITED:
        for batch in _batches(model):
            for row in [row for row, faults in _checked(model, batch) if faults]:
                yield from _settled(model, row.pk)
    yield from _orphans()


def _batches(model: type[AuditedSubject]) -> Iterator[list[AuditedSubject]]:
    """Yield all rows by key, each batch as it is when it is asked for: no cursor stays open."""
    last = 0
    while batch := list(model._default_manager.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _settled(model: type[AuditedSubject], pk: int) -> list[str]:
    """Return the faults of one row that nobody can move meanwhile."""
    with transaction.atomic():
        row = model._default_manager.select_for_update(no_key=True).get(pk=pk)
        return [fault for _, faults in _checked(model, [row]) for fault in faults]


def _checked(
    model: type[AuditedSubject], rows: list[Any]
) -> Iterator[tuple[AuditedSubject, list[str]]]:
    """Yield each row with its faults, in a fixed number of queries."""
    events = AuditEvent.objects.filter(subject__in=[row.audit_subject for row in rows])
    ordered = events.order_by("subject", "sequence")
    chains = {
        subject: list(chain)
        for subject, chain in itertools.groupby(ordered, lambda event: event.subject)
    }
    related, more_faults = BESIDE_CHAIN.get(model, ((), None))
    prefetch_related_objects(rows, *related)
    for row in rows:
        chain = chains.get(row.audit_subject, [])
        faults = list(chain_faults(row.audit_subject, iter(chain), row.audit_head, row.audit_count))
        if more_faults is not None:
            faults += more_faults(row, chain)
        yield row, faults


# What is checked of a subject beside its chain, and which rows that needs.
BESIDE_CHAIN: dict[
    type[AuditedSubject],
    tuple[Sequence[str], Callable[[Any, Sequence[AuditEvent]], Iterator[str]]],
] = {
    Site: (("policy_versions",), policy_faults),
    Comment: (PREFETCH, comment_faults),
}


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
