"""The part of a case that others made: decisions, complaints, sanctions."""

from collections.abc import Iterable
from typing import Any

from discussion.models import Comment, Decision, Statement
from moderation.models import Appeal, Notice, Report, Sanction, Signal

Table = dict[str, Any]


def decisions_of(comment: Comment) -> list[Table]:
    """Return the decisions, the oldest first, each with what it was made from and what was said."""
    rows = comment.decisions.select_related(
        "policy", "revision", "actor", "text", "statement", "supersedes"
    ).order_by("pk")
    signals: dict[int, list[Signal]] = {}
    for signal in Signal.objects.filter(decision__comment=comment).order_by("pk"):
        signals.setdefault(signal.decision_id, []).append(signal)
    return [_decision(row, signals.get(row.pk, ())) for row in rows]


def _decision(decision: Decision, signals: Iterable[Signal]) -> Table:
    said = getattr(decision, "text", None)
    return {
        "id": decision.public_id,
        "revision": decision.revision.number,
        "outcome": decision.outcome,
        "clauses": decision.clauses,
        "reasons": decision.reasons,
        "policy": {"number": decision.policy.number, "digest": decision.policy.digest},
        "decided_by": decision.actor_kind,
        "actor": f"user:{decision.actor_id}" if decision.actor_id else None,
        "engine_version": decision.engine_version,
        "producers": decision.producers,
        "score": decision.score,
        "text_hash": decision.text_hash,
        "supersedes": decision.supersedes.public_id if decision.supersedes else None,
        "reasoning": said.reasoning if said else "",
        "created_at": decision.created_at,
        "statement": _statement(getattr(decision, "statement", None)),
        "signals": [_signal(signal) for signal in signals],
    }


def _statement(statement: Statement | None) -> Table | None:
    if statement is None:
        return None
    return {
        "id": statement.public_id,
        "facts": statement.facts,
        "appeal_until": statement.appeal_until,
        "delivered_at": statement.delivered_at,
    }


def _signal(signal: Signal) -> Table:
    return {
        "attribute": signal.attribute,
        "value": signal.value,
        "producer": signal.producer,
        "producer_version": signal.producer_version,
        "producer_digest": signal.producer_digest,
        "spans": signal.spans,
    }


def complaints_of(comment: Comment) -> dict[str, list[Table]]:
    """Return what was said against the comment, and by its author against decisions."""
    return {
        "reports": [_report(row) for row in comment.reports.order_by("pk")],
        "notices": [_notice(row) for row in comment.notices.order_by("pk")],
        "appeals": [
            _appeal(row) for row in comment.appeals.select_related("decision").order_by("pk")
        ],
    }


def sanctions_of(comment: Comment) -> list[Table]:
    """Return what was imposed on the author because of this comment."""
    return [_sanction(row) for row in comment.sanctions.order_by("pk")]


def _report(report: Report) -> Table:
    return {
        "id": report.public_id,
        "reason": report.reason,
        "text": report.text,
        "created_at": report.created_at,
        "upheld": report.upheld,
    }


def _notice(notice: Notice) -> Table:
    return {
        "reference": notice.reference,
        "explanation": notice.explanation,
        "created_at": notice.created_at,
        "upheld": notice.upheld,
    }


def _appeal(appeal: Appeal) -> Table:
    return {
        "id": appeal.public_id,
        "decision": appeal.decision.public_id,
        "words": appeal.words,
        "state": appeal.state,
        "reasoning": appeal.reasoning,
        "created_at": appeal.created_at,
        "decided_at": appeal.decided_at,
    }


def _sanction(sanction: Sanction) -> Table:
    return {
        "id": sanction.public_id,
        "kind": sanction.kind,
        "clause": sanction.clause,
        "reason": sanction.reason,
        "created_at": sanction.created_at,
        "ends_at": sanction.ends_at,
        "lifted_at": sanction.lifted_at,
    }
