"""Pages by key: a cursor names the row at its edge, and works for the one list it was made for."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from articles.errors import DomainError

_MAC_BYTES = 12


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: beside the row of that public id, after it or before it."""

    edge: UUID
    before: bool

    def sealed(self, scope: str) -> str:
        """Return the cursor as callers get it; `scope` names the list, its order and filters."""
        place = self.edge.bytes + bytes([self.before])
        return base64.urlsafe_b64encode(place + _mac(scope, place)).decode().rstrip("=")


def opened(text: str, scope: str) -> Cursor:
    """Return the cursor that was sealed for that scope; raises BadCursor."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    place, mac = raw[:17], raw[17:]
    if len(mac) != _MAC_BYTES or not constant_time_compare(mac, _mac(scope, place)):
        raise BadCursor
    return Cursor(UUID(bytes=place[:16]), bool(place[16]))


class BadCursor(DomainError):
    """This cursor was not made for this list; begin again without it."""

    code = "bad-cursor"


class HasPublicId(Protocol):
    @property
    def public_id(self) -> UUID: ...


Row = TypeVar("Row", bound=HasPublicId)


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a list that a page shows: how many rows at most, in which order, from where."""

    size: int
    newest_first: bool
    cursor: Cursor | None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in the list's order, and the places of the pages on both sides."""

    rows: list[Row]
    next: Cursor | None
    previous: Cursor | None


def page_of(
    part: Slice,
    rows: QuerySet[Any, Any],
    make: Callable[[Any], Row],
    *,
    edges: QuerySet[Any, Any],
) -> Page[Row]:
    """Return a page of the rows by primary key: one statement, and one more to find a cursor's row.

    `edges` are the rows that a cursor may name: also those that have left the list since.
    """
    before = part.cursor is not None and part.cursor.before
    ascending = part.newest_first == before
    if part.cursor is not None:
        edge = edges.filter(public_id=part.cursor.edge).values_list("pk", flat=True).first()
        if edge is None:
            raise BadCursor
        rows = rows.filter(pk__gt=edge) if ascending else rows.filter(pk__lt=edge)
    found = [make(row) for row in rows.order_by("pk" if ascending else "-pk")[: part.size + 1]]
    more, found = len(found) > part.size, found[: part.size]
    if before:
        found.reverse()
    return Page(
        found,
        next=Cursor(found[-1].public_id, before=False) if found and (before or more) else None,
        previous=Cursor(found[0].public_id, before=True)
        if found and (more if before else part.cursor is not None)
        else None,
    )


def _mac(scope: str, place: bytes) -> bytes:
    text = f"{scope}\0{place.hex()}"
    return salted_hmac("articles.keyset", text, algorithm="sha256").digest()[:_MAC_BYTES]
