"""A discussion that boils over: when all of an article's comments are held for a while."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from articles.models import Article, AuditEvent, OutboxEvent
from discussion.models import Comment, Decision
from moderation.models import DeskSettings
from moderation.policy.engine import PRE_MODERATION

WINDOW = timedelta(minutes=10)
# Of a flood the latest tell enough, and no article costs more than this to look at.
MOST_SEEN = 500
JUDGED = ("comment.published", "comment.held", "comment.rejected")
COOLED = "article.cooled"


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many comments in WINDOW on, and from which share of them kept back (0 to 1)."""

    comments: int
    kept_share: float

    @classmethod
    def of(cls, desk: DeskSettings) -> "Limits":
        return cls(desk.heat_comments, desk.heat_held_share)


@dataclass(frozen=True, slots=True)
class Seen:
    """The comments that came in the window, and how many of them were kept from the page."""

    comments: int
    kept: int


def boils(limits: Limits, seen: Seen) -> bool:
    """Return whether both limits are reached; equality counts, a limit of 0 comments is none."""
    enough = 0 < limits.comments <= seen.comments
    return enough and seen.kept >= limits.kept_share * seen.comments


def judged_lately(article: Article) -> set[str]:
    """Return the public ids of comments that were judged in the window: an index range of
    MOST_SEEN rows at most, since the article's changes are the one order by article and time.
    """
    changes = OutboxEvent.objects.filter(
        article=article, kind__in=JUDGED, created_at__gte=timezone.now() - WINDOW
    )
    payloads = changes.order_by("-sequence").values_list("payload", flat=True)[:MOST_SEEN]
    return {payload["comment_id"] for payload in payloads}


def seen_among(article: Article, named: Collection[str]) -> Seen:
    """Count those of the comments that came in the window.

    What is held for the heat alone is not counted as kept back: else no heat would ever end. What
    came before a person ended it is not counted at all: else it would begin anew at once.
    """
    since = timezone.now() - WINDOW
    since = max(since, _ended_by_person(article) or since)
    comments = Comment.objects.filter(public_id__in=named, created_at__gte=since)
    rulings = comments.values_list(
        "status", "decision__outcome", "decision__clauses", "decision__reasons"
    )
    kept = [_is_kept(*ruling) for ruling in rulings]
    return Seen(len(kept), sum(kept))


def _is_kept(status: str, outcome: str, clauses: list[str], reasons: list[str]) -> bool:
    """An edit that waits, or a withdrawal, does not make what was published one."""
    if status == Comment.Status.PUBLISHED or outcome == Decision.Outcome.PUBLISH:
        return False
    return bool(clauses) or set(reasons) != {PRE_MODERATION}


def _ended_by_person(article: Article) -> datetime | None:
    """Return when a person last ended the heat, if that is among the latest of the chain."""
    lately = AuditEvent.objects.filter(
        subject=article.audit_subject, sequence__gt=article.audit_count - 5, kind=COOLED
    )
    ended = lately.filter(actor__startswith="user:").order_by("-sequence").first()
    return ended.at if ended else None
