"""The queue of texts to be judged: claimed under a lease, renewed, finished once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from uuid_utils import compat

from discussion.models import Comment, Revision
from moderation.models import Screening

CLAIM_ROWS = 32
CLAIM_TOKENS = 2_000
# A text that was begun this often and never finished is a person's to read.
MAX_ATTEMPTS = 3
BACKOFF = timedelta(seconds=2)


class LeaseLost(Exception):
    """Somebody else has a screening of the claim now, or has ended it."""


@dataclass(slots=True)
class Claim:
    """Screenings that one worker holds under one lease; `owner` names this claim alone."""

    owner: str
    screenings: list[Screening]
    leased_at: float = field(default_factory=monotonic)

    def renew_if_due(self) -> None:
        """Extend the lease when a third of it is gone, so that slow texts do not lose it."""
        if monotonic() - self.leased_at < settings.LEASE_SECONDS / 3:
            return
        pks = [screening.pk for screening in self.screenings]
        Screening.objects.filter(pk__in=pks, lease_owner=self.owner).update(
            lease_until=Now() + _lease()
        )
        self.leased_at = monotonic()


def claim_screenings(worker: str) -> Claim | None:
    """Take what waits, oldest first, under a lease; None when nothing waits.

    At most CLAIM_ROWS and about CLAIM_TOKENS (one oversized text is always allowed). A text that
    was begun before is taken alone: if it kills its worker again, it takes nobody with it. The
    attempt is counted here, before anybody reads the text. Times are the database's.
    """
    if not _free().exists():
        # Most hints come when all is done. To look takes no lock, which on SQLite all share.
        return None
    owner = f"{worker}/{compat.uuid7()}"
    with transaction.atomic():
        free = _free().select_for_update(skip_locked=True).order_by("id")[:CLAIM_ROWS]
        pks = [screening.pk for screening in chosen(list(free))]
        # On SQLite nothing locks rows, but the write transaction has been ours since its begin.
        taken = Screening.objects.filter(_is_free(), pk__in=pks).update(
            attempts=F("attempts") + 1, lease_owner=owner, lease_until=Now() + _lease()
        )
    if not taken:
        return None
    claim = Claim(owner, list(_claimed(owner)))
    for screening in claim.screenings:
        # Read once: how a text is judged asks for the site of its article.
        screening.revision.comment.article.site = screening.site
    return claim


def _claimed(owner: str) -> QuerySet[Screening]:
    return (
        Screening.objects.filter(lease_owner=owner)
        .select_related(
            "revision__comment__article", "site__policy__site", "site__external_moderator"
        )
        .order_by("id")
    )


def chosen(free: Sequence[Screening]) -> list[Screening]:
    """Return which of the free screenings, oldest first, one claim takes."""
    if free and free[0].attempts > 0:
        return [free[0]]
    taken: list[Screening] = []
    tokens = 0
    for screening in free:
        tokens += screening.estimated_tokens
        if screening.attempts > 0 or (taken and tokens > CLAIM_TOKENS):
            break
        taken.append(screening)
    return taken


def finish(screening: Screening, owner: str, ending: Screening.Ending) -> bool:
    """End the screening if this claim still holds it; False when the lease went to somebody
    else.
    """
    return bool(
        Screening.objects.filter(pk=screening.pk, lease_owner=owner, finished_at=None).update(
            finished_at=Now(), ending=ending, lease_until=None
        )
    )


def finish_all(screenings: Sequence[Screening], owner: str) -> None:
    """End the screenings as decided; raises LeaseLost when this claim does not hold all of them.

    In a transaction, which the caller then rolls back.
    """
    held = Screening.objects.filter(
        pk__in=[screening.pk for screening in screenings], lease_owner=owner, finished_at=None
    )
    ended = held.update(finished_at=Now(), ending=Screening.Ending.DECIDED, lease_until=None)
    if ended != len(screenings):
        raise LeaseLost


def put_back(screening: Screening, owner: str) -> None:
    """Let the screening be tried again, a little later each time."""
    Screening.objects.filter(pk=screening.pk, lease_owner=owner, finished_at=None).update(
        lease_owner="", lease_until=Now() + BACKOFF * screening.attempts
    )


def drop_moot(comment: Comment) -> None:
    """End the screenings of texts of the comment that no longer wait for a first judgement."""
    Screening.objects.filter(revision__comment=comment, finished_at=None).exclude(
        revision__state=Revision.State.PENDING
    ).update(finished_at=Now(), ending=Screening.Ending.MOOT, lease_until=None)


def _free() -> QuerySet[Screening]:
    return Screening.objects.filter(_is_free())


def _is_free() -> Q:
    return Q(finished_at=None) & (Q(lease_until=None) | Q(lease_until__lt=Now()))


def _lease() -> timedelta:
    return timedelta(seconds=settings.LEASE_SECONDS)
