"""Appeals as their authors and the desk's clients see them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from articles.api.shapes import instant
from discussion.models import Decision, User
from discussion.shapes import known_author_json
from moderation.complaints.deciders import Deciders
from moderation.models import Appeal
from moderation.why import why

UPHOLD, OVERTURN = "uphold", "overturn"
APPEAL_ACTIONS = [UPHOLD, OVERTURN]


def appeal_json(appeal: Appeal) -> dict[str, Any]:
    """Return what the author is told: never who decided, nor what the team notes."""
    return {
        "id": str(appeal.public_id),
        "comment_id": str(appeal.comment.public_id),
        "statement_id": str(appeal.decision.statement.public_id),
        "state": appeal.state,
        "words": appeal.words,
        "created_at": instant(appeal.created_at),
        "decided_at": instant(appeal.decided_at),
        "reasoning": appeal.reasoning,
    }


def desk_appeals_json(appeals: Sequence[Appeal], user: User) -> list[dict[str, Any]]:
    """Return both sides of each, and what the user may do: the same queries for any number."""
    deciders = Deciders.of(user, appeals)
    return [_desk_json(appeal, deciders) for appeal in appeals]


def _desk_json(appeal: Appeal, deciders: Deciders) -> dict[str, Any]:
    article, refusal = appeal.comment.article, deciders.objection(appeal)
    is_open = appeal.state == Appeal.State.OPEN
    return {
        **appeal_json(appeal),
        "site": appeal.site.slug,
        "article_id": str(article.public_id),
        "article_title": article.title,
        "author": known_author_json(appeal.author),
        "body_text": appeal.decision.revision.text,
        "comment_status": appeal.comment.status,
        "decision": _decision_json(appeal.decision),
        "decided_by": appeal.decided_by.get_username() if appeal.decided_by else "",
        "private_note": appeal.private_note,
        "allowed_actions": APPEAL_ACTIONS if is_open and refusal is None else [],
        "refusal": refusal.code if is_open and refusal is not None else "",
    }


def _decision_json(decision: Decision) -> dict[str, Any]:
    said = getattr(decision, "text", None)
    return {
        "id": str(decision.public_id),
        "outcome": decision.outcome,
        "why": asdict(why(decision.clauses, decision.reasons, decision.policy)),
        "reasoning": said.reasoning if said else "",
        "decided_by": {
            "kind": decision.actor_kind,
            "name": decision.actor.get_username() if decision.actor else "",
        },
        "created_at": instant(decision.created_at),
    }
