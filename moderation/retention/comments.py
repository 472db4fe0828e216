"""Comments that were rejected or taken back, and whose time is over: they are erased."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.models import AuditEvent, Site
from discussion.errors import HasToStay, StaleComment
from discussion.flows.erase_comment import erase_comment
from discussion.models import Comment, Statement
from moderation.evidence.legal_hold import comments_on_hold
from moderation.models import Appeal
from moderation.retention.expiry import keys_in_batches

ACTOR = "machine:retention"


class ErasedOneByOne:
    """Comments go by the flow that erases them, each in a transaction of its own."""

    def take(self, pks: Sequence[int]) -> int:
        """What moved since it was found, or has to stay after all, is left for another day."""
        return sum(_erased(comment) for comment in _to_erase(pks))


class RejectedComments(ErasedOneByOne):
    """Neither while an appeal waits for its answer, nor while one may still be made."""

    def batches(self, site: Site, before: datetime) -> Iterator[list[int]]:
        comments = _gone(site, Comment.Status.REJECTED, before)
        contestable = Statement.objects.filter(
            decision=OuterRef("decision"), appeal_until__gt=timezone.now(), appealed_at=None
        )
        appealed = Appeal.objects.filter(comment=OuterRef("pk"), state=Appeal.State.OPEN)
        over = comments.filter(~Exists(contestable), ~Exists(appealed))
        return keys_in_batches(over.filter(decision__created_at__lt=before))


class WithdrawnComments(ErasedOneByOne):
    """The audit alone tells when a comment was taken back."""

    def batches(self, site: Site, before: datetime) -> Iterator[list[int]]:
        for pks in keys_in_batches(_gone(site, Comment.Status.WITHDRAWN, before)):
            if over := _withdrawn_before(pks, before):
                yield over


def _gone(site: Site, status: Comment.Status, before: datetime) -> QuerySet[Comment]:
    """Whatever became of a comment, it was written before."""
    comments = Comment.objects.filter(site=site, status=status, created_at__lt=before)
    return comments.exclude(pk__in=comments_on_hold(site).values("pk"))


def _withdrawn_before(pks: Sequence[int], before: datetime) -> list[int]:
    comments = list(Comment.objects.filter(pk__in=pks).order_by("pk"))
    events = AuditEvent.objects.filter(
        subject__in=[comment.audit_subject for comment in comments],
        kind="comment.withdrawn",
        at__lt=before,
    )
    told = set(events.values_list("subject", flat=True))
    return [comment.pk for comment in comments if comment.audit_subject in told]


def _to_erase(pks: Sequence[int]) -> QuerySet[Comment]:
    return Comment.objects.filter(pk__in=pks).order_by("pk").select_related("article__site")


def _erased(comment: Comment) -> bool:
    try:
        erase_comment(comment, actor=ACTOR)
    except (HasToStay, StaleComment):
        return False
    return True
