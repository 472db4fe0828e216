"""Review items: what needs a person. Opened, joined, claimed, released and closed here alone, and
worked through one after the other.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import OutboxEvent
from discussion.listing import lock_in_order
from discussion.models import Comment, Revision, User
from moderation.errors import ItemClaimed
from moderation.models import ReviewItem
from moderation.queues.labels import drop_labels, labels_of, write_labels
from moderation.queues.ranking import harm_of, rank_of, reach_of
from moderation.queues.saved_views import selection_of
from moderation.queues.selection import Edge, pks_of
from moderation.queues.standing import Standing, standings_of
from moderation.queues.wanted import Wanted

CLAIM_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person is asked to look at: as `open_item` is told."""

    revision: Revision
    clauses: Collection[str]
    reasons: Collection[str]
    priority: float


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Primary keys of the items beside one; None at an end of the queue."""

    previous: int | None
    next: int | None


def open_item(
    revision: Revision,
    *,
    clauses: Collection[str],
    reasons: Collection[str],
    priority: float,
    announced: bool = True,
) -> ReviewItem:
    """Ask for a person to look at the revision's comment; nothing may be open about it.

    So it is after every change of status, which closes what was open (intake.py). The outside is
    told, unless the item is not `announced`.
    """
    item = _item(Asked(revision, clauses=clauses, reasons=reasons, priority=priority))
    standing = _rank(item)
    item.save(force_insert=True)
    _label(item, standing)
    if announced:
        _tell(item.comment, "queue.entered")
    return item


def open_items_at_once(asked: Iterable[Asked]) -> None:
    """Open an item for each, as open_item does, in as many statements as for one."""
    items = [_item(one) for one in asked]
    if not items:
        return
    standings = standings_of([item.comment for item in items])
    for item in items:
        _rank_by(item, standings[item.comment_id])
    ReviewItem.objects.bulk_create(items)
    write_labels((item, _labels(item, standings[item.comment_id])) for item in items)
    OutboxEvent.objects.bulk_create(_told(item.comment, "queue.entered") for item in items)


def _item(asked: Asked) -> ReviewItem:
    comment = asked.revision.comment
    return ReviewItem(
        site_id=comment.site_id,
        comment=comment,
        revision=asked.revision,
        clauses=list(asked.clauses),
        reasons=list(asked.reasons),
        priority=asked.priority,
    )


def join_item(
    revision: Revision,
    *,
    reasons: Collection[str],
    clauses: Collection[str] = (),
    harm: float = 0.0,
) -> ReviewItem:
    """Open an item about the revision's comment, or add to the one that is open.

    Where another text of the comment is held, it is about that one: a ruling would be
    (resolve_item.ruled_revision), and nobody may be shown one text and rule on another. `harm`, 0
    to 1, is what the item's priority is at least. Reports that nobody settled are counted by query,
    so the caller stores its own first. In the caller's transaction, which holds the comment's row
    afterwards: nobody opens or closes an item of it meanwhile.
    """
    lock_in_order([revision.comment_id])
    item = ReviewItem.objects.filter(comment=revision.comment_id, closed_at=None).first()
    if item is None:
        text = _held_text(revision) or revision
        return open_item(text, clauses=clauses, reasons=reasons, priority=harm)
    item.comment = revision.comment
    item.clauses = _each_once([*item.clauses, *clauses])
    item.reasons = _each_once([*item.reasons, *reasons])
    item.priority = max(item.priority, harm)
    standing = _rank(item)
    item.save(update_fields=["clauses", "reasons", "priority", "reach", "rank", "reports"])
    item.labels.all().delete()
    _label(item, standing)
    return item


def close_items(comment: Comment) -> None:
    """Close what is open about the comment."""
    open_ones = ReviewItem.objects.filter(comment=comment, closed_at=None)
    if open_ones.update(closed_at=Now()):
        drop_labels(comment.pk)
        _tell(comment, "queue.left")


def open_items(site_ids: Collection[int]) -> QuerySet[ReviewItem]:
    """Return the open items of the sites with what is shown of them, in the queue's order.

    For long queues of several sites, selection.py finds the first ones by index.
    """
    return (
        ReviewItem.objects.filter(site_id__in=site_ids, closed_at=None)
        .select_related("comment__article", "comment__author", "revision", "site__policy")
        .order_by("-rank", "id")
    )


def claim_item(item: ReviewItem, user: User) -> None:
    """Mark the item as being looked at for CLAIM_MINUTES; raises ItemClaimed while another does.

    The claim is a courtesy: what guards a decision is the comment's version.
    """
    free = Q(claimed_by=None) | Q(claimed_by=user) | Q(claimed_until__lt=Now())
    claimed = ReviewItem.objects.filter(free, pk=item.pk, closed_at=None).update(
        claimed_by=user, claimed_until=Now() + timedelta(minutes=CLAIM_MINUTES)
    )
    if not claimed:
        raise ItemClaimed


def release_item(item: ReviewItem, user: User) -> None:
    """Give the item back; somebody else's claim stays."""
    ReviewItem.objects.filter(pk=item.pk, claimed_by=user).update(
        claimed_by=None, claimed_until=None
    )


def claimant(item: ReviewItem) -> User | None:
    """Return who looks at the item now; it comes with its `claimed_by`."""
    until = item.claimed_until
    return item.claimed_by if until is not None and until > timezone.now() else None


def neighbours(user: User, item: ReviewItem, view: str = "") -> Neighbours:
    """Return what stands beside the item, open or closed, in a view (`Wanted.as_text`).

    A fixed number of queries, however long the queue is.
    """
    selection, edge = selection_of(user, Wanted.from_text(view)), Edge.at(item)
    before = pks_of(selection, 1, beside=edge, backwards=True)
    after = pks_of(selection, 1, beside=edge)
    return Neighbours(next(iter(before), None), next(iter(after), None))


def next_item(user: User, item: ReviewItem, view: str = "") -> ReviewItem | None:
    """Return the next item of the view that nobody else looks at: after this one, else from the
    top; None when there is no other.

    Not the same comment again: holding it has put it back into the queue.
    """
    selection = selection_of(user, Wanted.from_text(view))
    # Two, since one of them may be the same comment.
    after = pks_of(selection, 2, beside=Edge.at(item), free_for=user)
    return _other(after, item) or _other(pks_of(selection, 3, free_for=user), item)


def _held_text(revision: Revision) -> Revision | None:
    held = Revision.objects.filter(comment=revision.comment_id, state=Revision.State.HELD).first()
    if held is not None:
        held.comment = revision.comment
    return held


def _rank(item: ReviewItem) -> Standing:
    """Set reports, reach and rank by what stands about the comment now; nothing is stored."""
    standing = standings_of([item.comment])[item.comment_id]
    _rank_by(item, standing)
    return standing


def _rank_by(item: ReviewItem, standing: Standing) -> None:
    item.reports = standing.reports
    item.reach = reach_of(standing.conversations, visible=standing.visible)
    harm = harm_of(item.priority, standing.report_weight)
    item.rank = rank_of(harm, item.reach, item.opened_at)


def _label(item: ReviewItem, standing: Standing) -> None:
    write_labels([(item, _labels(item, standing))])


def _labels(item: ReviewItem, standing: Standing) -> list[str]:
    return labels_of(item, author_is_new=standing.author_is_new, repeats=standing.repeats)


def _tell(comment: Comment, kind: str) -> None:
    _told(comment, kind).save(force_insert=True)


def _told(comment: Comment, kind: str) -> OutboxEvent:
    # Outside the article's order of changes: no reader sees a difference, and the article's row
    # need not be touched for it.
    payload = {"comment_id": str(comment.public_id), "version": comment.version}
    return OutboxEvent(
        site_id=comment.site_id, article_id=comment.article_id, kind=kind, payload=payload
    )


def _each_once(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def _other(pks: list[int], item: ReviewItem) -> ReviewItem | None:
    rows = ReviewItem.objects.filter(pk__in=pks).exclude(comment=item.comment_id)
    return next(iter(sorted(rows, key=lambda row: pks.index(row.pk))), None)
