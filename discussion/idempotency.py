"""Repeated requests: one row, and the same answer (the IETF Idempotency-Key draft)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BigIntegerField, DateTimeField
from django.utils import timezone

from articles.prepared import Prepared, Slot
from discussion.errors import KeyReused
from discussion.models import IdempotencyRecord

KEPT = timedelta(hours=24)
# So many are deleted in one transaction: SQLite has one writer, and comments wait for it.
BATCH = 1000

_RECORD = Prepared(
    lambda: IdempotencyRecord.objects.filter(
        site_id=Slot("site_id", BigIntegerField()),
        caller=Slot("caller"),
        key=Slot("key"),
        created_at__gt=Slot("horizon", DateTimeField()),
    )
)


@dataclass(frozen=True, slots=True)
class RequestKey:
    """The key of one request: whose it is, and a fingerprint of what it asks for."""

    site_id: int
    caller: str
    key: str
    fingerprint: str

    def answered_with(self) -> UUID | None:
        """Return the id of the row that this request already made, if it did.

        Raises KeyReused when the key came with another request.
        """
        record = _RECORD.first(
            site_id=self.site_id, caller=self.caller, key=self.key, horizon=_horizon()
        )
        if record is None:
            return None
        if record.fingerprint != self.fingerprint:
            raise KeyReused
        return record.resource

    def remember(self, resource: UUID) -> None:
        """Keep the answer, in the transaction that makes the row.

        The caller holds a lock that twins of the request wait for, and under it has looked with
        `answered_with`: a record that is still there answers nothing any more, and is taken over.
        """
        record = IdempotencyRecord(
            site_id=self.site_id,
            caller=self.caller,
            key=self.key,
            fingerprint=self.fingerprint,
            resource=resource,
        )
        IdempotencyRecord.objects.bulk_create(
            [record],
            update_conflicts=True,
            unique_fields=["site", "caller", "key"],
            update_fields=["fingerprint", "resource", "created_at"],
        )


def purge_records() -> int:
    """Delete the records that answer nothing any more, a batch at a time; return how many."""
    deleted = 0
    while batch := _oldest_dead():
        deleted += IdempotencyRecord.objects.filter(pk__in=batch).delete()[0]
    return deleted


def _oldest_dead() -> list[int]:
    dead = IdempotencyRecord.objects.filter(created_at__lte=_horizon()).order_by("created_at")
    return list(dead.values_list("pk", flat=True)[:BATCH])


def _horizon() -> datetime:
    return timezone.now() - KEPT
