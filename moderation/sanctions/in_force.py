"""What is in force against an author: worked out from their sanctions, stored on their row here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from discussion.models import Author
from moderation.models import Sanction

Kind = Sanction.Kind
Restriction = Author.Restriction

# A warning restricts nothing.
RESTRICTIONS = {
    Kind.ALWAYS_HOLD: Restriction.ALWAYS_HOLD,
    Kind.SUSPENSION: Restriction.SUSPENDED,
    Kind.BAN: Restriction.BANNED,
}
_FORBIDS_WRITING = {Kind.SUSPENSION, Kind.BAN}
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class InForce:
    """What restricts an author until when (empty: without an end), and what they were told."""

    restriction: str = Restriction.NONE
    until: datetime | None = None
    reason: str = ""


def in_force(sanctions: Iterable[Sanction], now: datetime) -> InForce:
    """Return what of all this restricts the author at that moment. Pure; the order is of no matter.

    To forbid writing is stricter than to hold; of two alike the one that lasts longer counts. So
    what follows when it ends is never as strict: whoever asks the author's row alone, and finds
    that its restriction has ended, is right that the author may write.
    """
    running = [s for s in sanctions if s.kind in RESTRICTIONS and is_running(s, now)]
    if not running:
        return InForce()
    strictest = max(running, key=_strictness)
    return InForce(RESTRICTIONS[Kind(strictest.kind)], strictest.ends_at, strictest.reason)


def is_running(sanction: Sanction, now: datetime) -> bool:
    """Whether it was neither lifted nor has ended."""
    return sanction.lifted_at is None and (sanction.ends_at is None or sanction.ends_at > now)


def running(author: Author) -> QuerySet[Sanction]:
    """Return the author's sanctions that are neither lifted nor over, the latest first."""
    lasting = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
    return Sanction.objects.filter(lasting, author=author, lifted_at=None).order_by("-pk")


def is_restricted(author: Author) -> bool:
    """Whether anything but a warning is in force, also when the row was not brought up to date.

    What ended may leave something milder behind, which the sweep has not written yet.
    """
    if author.restriction_now:
        return True
    return bool(author.restriction and in_force(running(author), timezone.now()).restriction)


def settle(author: Author) -> InForce:
    """Write on the author's row, which the caller has locked, what is in force now."""
    now_in_force = in_force(running(author), timezone.now())
    author.restriction = now_in_force.restriction
    author.restricted_until = now_in_force.until
    author.restriction_reason = now_in_force.reason
    author.save(update_fields=["restriction", "restricted_until", "restriction_reason"])
    return now_in_force


def _strictness(sanction: Sanction) -> tuple[bool, datetime, bool, int]:
    return (
        sanction.kind in _FORBIDS_WRITING,
        sanction.ends_at or _NEVER,
        sanction.kind == Kind.BAN,
        sanction.pk or 0,
    )
