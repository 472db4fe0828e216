"""What spares the people who read all this: what is blurred until they ask, and their own day."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from discussion.models import Decision, User
from moderation.models import DeskPreference
from moderation.why import UNDONE

OVERTURNED_DAYS = 30
OVERTURNED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Day:
    """One person's decisions since midnight UTC by outcome; what was taken back is not among them.

    `overturned` are their rulings that somebody else replaced by another outcome lately.
    """

    outcomes: dict[str, int]
    taken_back: int
    overturned: tuple[Decision, ...]

    @property
    def total(self) -> int:
        return sum(self.outcomes.values())


def blur_of(user: User) -> str:
    """Return what is blurred for this person, as DeskPreference names it: one query."""
    chosen = DeskPreference.objects.filter(user=user).values_list("blur", flat=True).first()
    return chosen or str(DeskPreference._meta.get_field("blur").default)


def blurs_excerpts(user: User) -> bool:
    """Whether lists blur their texts: the value of `blur_excerpts` in a page's context."""
    return blur_of(user) == DeskPreference.Blur.TEXTS


def day_of(user: User) -> Day:
    """Return the person's day: two queries. How long they took, or paused, nobody counts."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(
        Decision.objects.filter(actor=user, created_at__gte=midnight).values_list(
            "pk", "outcome", "reasons", "supersedes"
        )
    )
    undoing = {pk: replaced for pk, _, reasons, replaced in rows if UNDONE in reasons}
    left = {*undoing, *undoing.values()}
    return Day(
        outcomes=dict(Counter(outcome for pk, outcome, *_ in rows if pk not in left)),
        taken_back=len(undoing),
        overturned=_overturned(user, midnight - timedelta(days=OVERTURNED_DAYS)),
    )


def _overturned(user: User, since: datetime) -> tuple[Decision, ...]:
    replaced = (
        Decision.objects.filter(actor=user, created_at__gte=since, superseded_by__isnull=False)
        .exclude(superseded_by__actor=user)
        .exclude(superseded_by__outcome=F("outcome"))
        .select_related("superseded_by__actor", "superseded_by__text", "comment__author")
    )
    return tuple(replaced.order_by("-pk")[:OVERTURNED_SHOWN])
