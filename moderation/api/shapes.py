"""Review items and decisions as moderators' clients see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from articles.api.shapes import instant
from discussion.models import Comment, Decision, User
from discussion.shapes import known_author_json
from moderation.models import ReviewItem, Signal
from moderation.policy.types import Outcome
from moderation.queues.ranking import explanation
from moderation.why import why

ACTIONS = [outcome.value for outcome in Outcome]


def items_json(
    items: Sequence[ReviewItem], user: User, decides: Collection[int]
) -> list[dict[str, Any]]:
    """Return the items with their signals: one query for all of them.

    `decides` are the sites where the user may decide; elsewhere no action is allowed.
    """
    signals = _signals_by_revision([item.revision_id for item in items])
    return [_item_json(item, user, signals, decides) for item in items]


def claim_json(item: ReviewItem, user: User) -> dict[str, Any] | None:
    """Return who looks at the item until when; None when nobody does."""
    until = item.claimed_until
    if item.claimed_by is None or until is None or until <= timezone.now():
        return None
    return {
        "by": item.claimed_by.get_username(),
        "mine": item.claimed_by_id == user.pk,
        "until": instant(until),
    }


def decision_json(decision: Decision, comment: Comment) -> dict[str, Any]:
    """Return a decision, and what the comment is after it."""
    by = decision.actor.get_username() if decision.actor else ""
    return {
        "id": str(decision.public_id),
        "comment_id": str(comment.public_id),
        "outcome": decision.outcome,
        "clauses": decision.clauses,
        "reasons": decision.reasons,
        "decided_by": {"kind": decision.actor_kind, "name": by},
        "created_at": instant(decision.created_at),
        "comment_status": comment.status,
        "version": comment.version,
    }


def present_json(comment: Comment) -> dict[str, Any]:
    """Return what a moderator who was too late has to look at: one query."""
    last = Decision.objects.filter(comment=comment).select_related("actor").order_by("-id").first()
    return {
        "comment_id": str(comment.public_id),
        "status": comment.status,
        "version": comment.version,
        "decision": decision_json(last, comment) if last else None,
    }


def _item_json(
    item: ReviewItem, user: User, signals: Mapping[int, list[Signal]], decides: Collection[int]
) -> dict[str, Any]:
    reasons = asdict(why(item.clauses, item.reasons, item.site.policy))
    return {
        "comment": _comment_json(item),
        "why": reasons,
        "signals": [_signal_json(signal) for signal in signals.get(item.revision_id, ())],
        "since": instant(item.opened_at),
        "priority": item.priority,
        "reports": item.reports,
        "order": explanation(item),
        "claim": claim_json(item, user),
        "version": item.comment.version,
        "allowed_actions": ACTIONS if item.site_id in decides else [],
    }


def _comment_json(item: ReviewItem) -> dict[str, Any]:
    comment = item.comment
    parent = comment.parent.public_id if comment.parent else None
    return {
        "id": str(comment.public_id),
        "article_id": str(comment.article.public_id),
        "article_title": comment.article.title,
        "site": item.site.slug,
        "parent_id": str(parent) if parent else None,
        "author": known_author_json(comment.author),
        "body_text": item.revision.text,
        "body_html": item.revision.fragment,
        "status": comment.status,
        "created_at": instant(comment.created_at),
    }


def _signal_json(signal: Signal) -> dict[str, Any]:
    return {
        "attribute": signal.attribute,
        "value": signal.value,
        "producer": signal.producer,
        "producer_version": signal.producer_version,
        "spans": [
            {"start": start, "end": end, "why": reason} for start, end, reason in signal.spans
        ],
    }


def _signals_by_revision(revisions: Collection[int]) -> dict[int, list[Signal]]:
    found: dict[int, list[Signal]] = {}
    signals = Signal.objects.filter(decision__revision__in=revisions).select_related("decision")
    for signal in signals.order_by("decision", "id"):
        found.setdefault(signal.decision.revision_id, []).append(signal)
    return found
