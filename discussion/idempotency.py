"""Repeated requests: one row, and the same answer (the IETF Idempotency-Key draft)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from discussion.errors import KeyReused
from discussion.models import IdempotencyRecord

KEPT = timedelta(hours=24)


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
        record = IdempotencyRecord.objects.filter(self._mine(), created_at__gt=_horizon()).first()
        if record is None:
            return None
        if record.fingerprint != self.fingerprint:
            raise KeyReused
        return record.resource

    def remember(self, resource: UUID) -> None:
        """Keep the answer, in the transaction that makes the row.

        A twin of the request waits here for this transaction, and then gets an IntegrityError: it
        has to look again with `answered_with`.
        """
        IdempotencyRecord.objects.filter(self._mine(), created_at__lte=_horizon()).delete()
        IdempotencyRecord.objects.create(
            site_id=self.site_id,
            caller=self.caller,
            key=self.key,
            fingerprint=self.fingerprint,
            resource=resource,
        )

    def _mine(self) -> Q:
        return Q(site_id=self.site_id, caller=self.caller, key=self.key)


def _horizon() -> datetime:
    return timezone.now() - KEPT
