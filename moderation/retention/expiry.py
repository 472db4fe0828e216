"""How rows are found whose time is over, a batch at a time, and what becomes of each batch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Model, QuerySet

from articles.models import Site

# So many go in one transaction: SQLite has one writer, and comments wait for it.
BATCH = 500


class Expiring(Protocol):
    """Something whose time can be over. What is on legal hold is left out."""

    def batches(self, site: Site, before: datetime) -> Iterator[list[int]]:
        """Yield the keys of what was over at that moment, in order, BATCH at most at a time."""

    def take(self, pks: Sequence[int]) -> int:
        """Do what is to be done to a batch, and return how many it was done to: then they are over
        no more. Opens its own transactions.
        """


@dataclass(frozen=True, slots=True)
class Expiry:
    """Rows that change or go as they are."""

    model: type[Model]
    over: Callable[[Site, datetime], QuerySet[Any]]
    do: Callable[[QuerySet[Any]], object]

    def batches(self, site: Site, before: datetime) -> Iterator[list[int]]:
        return keys_in_batches(self.over(site, before))

    def take(self, pks: Sequence[int]) -> int:
        with transaction.atomic():
            self.do(self.model._default_manager.filter(pk__in=pks))
        return len(pks)


def keys_in_batches(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Yield the keys by key, each batch as it is when it is asked for."""
    keys = rows.order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(keys.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]


def without(**blank: Any) -> Callable[[QuerySet[Any]], object]:
    """Return what leaves the rows and takes their words."""
    return lambda rows: rows.update(**blank)


def gone(rows: QuerySet[Any]) -> object:
    """Delete the rows."""
    return rows.delete()
