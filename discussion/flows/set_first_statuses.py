"""The first judgements of many comments at once: what set_status does for one, in as many
statements as for one.
"""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles.changes import ArticleChanges
from articles.models import AuditEvent
from articles.rows import update_rows
from discussion.errors import StaleComment
from discussion.figures import recount_replies
from discussion.listing import list_tombstones
from discussion.models import Comment, Decision, Revision, Statement
from discussion.notifications import note_ruling
from discussion.ruled import change_of, decided_event, decision_of, give_place
from discussion.ruling import Ruling
from discussion.statements import statement_of
from discussion.transitions import Move, after_ruling

# The first three are compared: `version` moves with every change of status, the chain and the place
# in the thread can move without it.
COLUMNS = (
    "version",
    "audit_count",
    "listed",
    "status",
    "decision",
    "public_revision",
    "published_at",
    "audit_head",
)


def is_first(revision: Revision) -> bool:
    """Whether nothing has become of the revision's comment since it was posted.

    Then nobody has seen it: nothing was said against it, nothing answers it, no text replaces it.
    """
    comment = revision.comment
    return (
        comment.version == 1
        and comment.status == Comment.Status.PENDING
        and revision.number == 1
        and revision.state == Revision.State.PENDING
        and comment.decision_id is None
        and comment.public_revision_id is None
    )


def set_first_statuses(rulings: Sequence[Ruling], changes: ArticleChanges) -> list[Decision]:
    """Store the machine's rulings and move their comments; decisions[i] belongs to rulings[i].

    In the caller's transaction, which has locked the comments and what stands above them
    (listing.lock_for_ruling) and read them after that; for each, `is_first` holds. All or nothing:
    raises StaleComment when one of them has moved nevertheless. There is nothing to close about
    any of them, so that the screener need not be told.
    """
    now = timezone.now()
    comments = [ruling.revision.comment for ruling in rulings]
    moves = [after_ruling(r.revision.comment, r.revision, r.outcome, anew=False) for r in rulings]
    decisions = Decision.objects.bulk_create(
        decision_of(comment, ruling, now) for comment, ruling in zip(comments, rulings, strict=True)
    )
    _move_revisions(rulings, moves)
    seen = [(comment.version, comment.audit_count, comment.listed) for comment in comments]
    events: list[AuditEvent] = []
    for comment, ruling, decision, move in zip(comments, rulings, decisions, moves, strict=True):
        comment.version += 1
        events.append(decided_event(comment, ruling, decision, move))
        give_place(comment, ruling, decision, move, now)
    if update_rows(comments, COLUMNS, seen=seen) != len(comments):
        raise StaleComment
    AuditEvent.objects.bulk_create(events)
    _list(comments)
    _tell(rulings, decisions, moves, changes)
    return decisions


def _move_revisions(rulings: Sequence[Ruling], moves: Sequence[Move]) -> None:
    for state in {move.state for move in moves}:
        moved = [r.revision for r, move in zip(rulings, moves, strict=True) if move.state == state]
        Revision.objects.filter(pk__in=[revision.pk for revision in moved]).update(state=state)
        for revision in moved:
            revision.state = state


def _list(comments: Sequence[Comment]) -> None:
    """Count those that can be read where they answer, and give places to the gone above them."""
    parents = {c.parent_id for c in comments if c.listed and c.parent_id is not None}
    if parents:
        recount_replies(*parents)
        list_tombstones(parents)


def _tell(
    rulings: Sequence[Ruling],
    decisions: Sequence[Decision],
    moves: Sequence[Move],
    changes: ArticleChanges,
) -> None:
    """Write the statements, and note what the article's page and those concerned are told."""
    comments = [decision.comment for decision in decisions]
    Statement.objects.bulk_create(
        statement_of(decision, decision.comment, ruling)
        for decision, ruling in zip(decisions, rulings, strict=True)
        if ruling.restricts
    )
    prefetch_related_objects(comments, "parent__author")
    for comment, decision, move in zip(comments, decisions, moves, strict=True):
        changes.add(comment.article_id, comment.site_id, change_of(comment, move))
        note_ruling(comment, decision, move)
