"""Which of an author's own comments stand under a decision that they can appeal now."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils import timezone

from discussion.models import Comment, Revision, Statement


class _Restriction(NamedTuple):
    """One statement with what tells whether it is in force."""

    comment_pk: int
    status: str
    effective_pk: int | None
    decision_pk: int
    revision_pk: int
    revision_state: str
    later_pk: int | None


COLUMNS = (
    "decision__comment_id",
    "decision__comment__status",
    "decision__comment__decision_id",
    "decision_id",
    "decision__revision_id",
    "decision__revision__state",
    "decision__superseded_by",
)


def appealable(newest: Mapping[int, Revision]) -> frozenset[int]:
    """Return the ids of those comments, of which the newest texts are given: one query.

    What is in force is statements.statement_in_force; this asks for many comments at once.
    """
    if not newest:
        return frozenset()
    statements = Statement.objects.filter(
        decision__comment_id__in=newest, appealed_at=None, appeal_until__gte=timezone.now()
    )
    restrictions = map(_Restriction._make, statements.values_list(*COLUMNS))
    return frozenset(found.comment_pk for found in restrictions if _is_in_force(found, newest))


def _is_in_force(found: _Restriction, newest: Mapping[int, Revision]) -> bool:
    gone = {Comment.Status.WITHDRAWN, Comment.Status.ERASED}
    if found.status in gone or found.revision_state == Revision.State.SUPERSEDED:
        return False
    if found.status == Comment.Status.PUBLISHED:
        about_newest = found.revision_pk == newest[found.comment_pk].pk
        return about_newest and found.later_pk is None
    return found.decision_pk == found.effective_pk
