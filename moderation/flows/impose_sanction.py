"""A measure against an author: a warning, every comment held, or no more writing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from discussion.idempotency import RequestKey
from discussion.models import Author, Comment, Topic, User
from discussion.notifications import note
from moderation.errors import NotAllowed, ReasonRequired, SanctionEndRefused, UnknownClause
from moderation.models import Sanction
from moderation.roles import Act, may
from moderation.sanctions.in_force import settle
from moderation.sanctions.records import record_sanction
from moderation.words import readable

Kind = Sanction.Kind

LONGEST = timedelta(days=3_650)
ACTS = {
    Kind.WARNING: Act.HOLD_AUTHORS,
    Kind.ALWAYS_HOLD: Act.HOLD_AUTHORS,
    Kind.SUSPENSION: Act.RESTRICT_AUTHORS,
    Kind.BAN: Act.RESTRICT_AUTHORS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is to be imposed. `reason` is said to the author, `private_note` never leaves the team;
    `comment` is the one that gave rise to it, the same author's.
    """

    kind: Sanction.Kind
    reason: str
    clause: str = ""
    private_note: str = ""
    ends_at: datetime | None = None
    comment: Comment | None = None


def impose_sanction(
    author: Author, measure: Measure, *, moderator: User, key: RequestKey | None = None
) -> Sanction:
    """Store the sanction, and on the author what is in force now; tell the author.

    At the author's site alone. Two at once are both stored, and the stricter counts. A request
    repeated under its key gets the sanction that it made first. Raises NotAllowed, ReasonRequired,
    UnknownClause, UnreadableWords, SanctionEndRefused, KeyReused.
    """
    if not may(moderator, ACTS[measure.kind], author.site_id):
        raise NotAllowed
    reason, private_note = readable(measure.reason), readable(measure.private_note)
    if not reason:
        raise ReasonRequired("A sanction needs a reason, which its author is told.")
    _refuse_unknown_clause(author, measure.clause)
    _refuse_end(measure)
    if measure.comment is not None and measure.comment.author_id != author.pk:
        raise ValueError("the comment is another author's")
    with transaction.atomic():
        author = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
        if key is not None and (made := key.answered_with()) is not None:
            return Sanction.objects.get(public_id=made)
        sanction = Sanction.objects.create(
            site_id=author.site_id,
            author=author,
            kind=measure.kind,
            clause=measure.clause,
            reason=reason,
            private_note=private_note,
            comment=measure.comment,
            imposed_by=moderator,
            ends_at=measure.ends_at,
        )
        if key is not None:
            key.remember(sanction.public_id)
        note(author, Topic.SANCTION, about=f"sanction:{sanction.public_id}")
        actor = f"user:{moderator.pk}"
        record_sanction(sanction, author, settle(author), kind="sanction.imposed", actor=actor)
    return sanction


def _refuse_unknown_clause(author: Author, clause: str) -> None:
    known = {known["id"] for known in author.site.published_policy.clauses}
    if clause and clause not in known:
        raise UnknownClause


def _refuse_end(measure: Measure) -> None:
    now, end = timezone.now(), measure.ends_at
    if end is None:
        if measure.kind == Kind.SUSPENSION:
            raise SanctionEndRefused("A suspension needs an end.")
    elif measure.kind == Kind.WARNING:
        raise SanctionEndRefused("A warning has no end.")
    elif not now < end <= now + LONGEST:
        raise SanctionEndRefused
