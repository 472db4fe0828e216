"""Pages by key: a cursor names the row at its edge, and works for the one list it was made for."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.crypto import constant_time_compare, salted_hmac

from articles.errors import DomainError

_MAC_BYTES = 12
_FIGURE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: beside the row of that public id, after it or before it.

    In a list by a figure, `figure` is what that row had when its page was made: the place stays
    although the row has moved since.
    """

    edge: UUID
    before: bool
    figure: int | None = None

    def sealed(self, scope: str) -> str:
        """Return the cursor as callers get it; `scope` names the list, its order and filters."""
        place = self.edge.bytes + bytes([self.before])
        if self.figure is not None:
            place += self.figure.to_bytes(_FIGURE_BYTES, "big")
        return base64.urlsafe_b64encode(place + _mac(scope, place)).decode().rstrip("=")


def opened(text: str, scope: str) -> Cursor:
    """Return the cursor that was sealed for that scope; raises BadCursor."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    place, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(place) not in {17, 17 + _FIGURE_BYTES}:
        raise BadCursor
    if not constant_time_compare(mac, _mac(scope, place)):
        raise BadCursor
    figure = int.from_bytes(place[17:], "big") if place[17:] else None
    return Cursor(UUID(bytes=place[:16]), bool(place[16]), figure)


class BadCursor(DomainError):
    """This cursor was not made for this list; begin again without it."""

    code = "bad-cursor"


class HasPublicId(Protocol):
    @property
    def public_id(self) -> UUID: ...


Row = TypeVar("Row", bound=HasPublicId)


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a list that a page shows: how many rows at most, in which order, from where.

    `by` is a column that goes before the newness, the highest first; a row has it as attribute.
    """

    size: int
    newest_first: bool
    cursor: Cursor | None
    by: str = ""


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
        rows = rows.filter(_beyond(rows, part, edge, ascending=ascending))
    order = [part.by, "pk"] if part.by else ["pk"]
    rows = rows.order_by(*(name if ascending else f"-{name}" for name in order))
    found = [make(row) for row in rows[: part.size + 1]]
    more, found = len(found) > part.size, found[: part.size]
    if before:
        found.reverse()
    return Page(
        found,
        next=_beside(found[-1], part, before=False) if found and (before or more) else None,
        previous=_beside(found[0], part, before=True)
        if found and (more if before else part.cursor is not None)
        else None,
    )


def _beyond(rows: QuerySet[Any, Any], part: Slice, edge: int, *, ascending: bool) -> Q | RawSQL:
    if not part.by:
        return Q(pk__gt=edge) if ascending else Q(pk__lt=edge)
    if part.cursor is None or part.cursor.figure is None:
        raise BadCursor
    # Both columns in one comparison, as the index has them: a range of it, which an OR is not.
    meta = rows.model._meta
    columns = ", ".join(f'"{meta.db_table}"."{meta.get_field(n).column}"' for n in (part.by, "id"))
    compared = f"({columns}) {'>' if ascending else '<'} (%s, %s)"
    parameters = (part.cursor.figure, edge)
    return RawSQL(compared, parameters, BooleanField())  # noqa: S611  # no input in it


def _beside(row: HasPublicId, part: Slice, *, before: bool) -> Cursor:
    return Cursor(row.public_id, before, getattr(row, part.by) if part.by else None)


def _mac(scope: str, place: bytes) -> bytes:
    text = f"{scope}\0{place.hex()}"
    return salted_hmac("articles.keyset", text, algorithm="sha256").digest()[:_MAC_BYTES]
