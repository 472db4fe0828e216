"""The statement of reasons: what an author is told about a restriction, written with the
decision.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from discussion.models import Comment, Decision, Statement
from discussion.ruling import Ruling

# Digital Services Act, Art. 20(1): complaints are open for at least six months.
APPEAL_DAYS = 183

REASONS = {
    "not-scored": "The automatic check could not be completed, so a person will look.",
    "no-rules": "This site has every comment read by a person.",
    "article-closed": "The article was closed for comments meanwhile, so a person will look.",
    "moderator": "A moderator is taking another look at it.",
    "pre-moderation": "Every comment on this article is read by a person first.",
    "sanction": "Comments from this account are read by a person first.",
    "guest": "Comments of guests are read by a person first.",
    "new-author": "The first comments of a new account are read by a person first.",
    "blocked-phrase": "It contains a phrase that this site always has a person look at.",
    "flood": "Much was posted in a short time, so a person will look.",
    "links": "It contains links that a person should look at first.",
    "unknown-language": "It seems to be in a language that the automatic check does not know.",
    "unscorable": "The automatic check could not read much of the text.",
}


def write_statement(decision: Decision, comment: Comment, ruling: Ruling) -> Statement:
    """Store the statement for a restricting decision, in the decision's transaction."""
    return Statement.objects.create(
        decision=decision,
        author_id=comment.author_id,
        facts=facts_of(ruling, detected_by_machine=_found_by_machine(decision)),
        appeal_until=timezone.now() + timedelta(days=APPEAL_DAYS),
    )


def statement_in_force(comment: Comment) -> Statement | None:
    """Return why the author's words are not seen; None when nothing about them restricts.

    Of a comment that is not public the effective decision tells; of a published one the latest
    about its newest text, which may be an edit that the older text outlives.
    """
    if comment.status != Comment.Status.PUBLISHED:
        return Statement.objects.filter(decision=comment.decision_id).first()
    newest = comment.revisions.order_by("-number").values("pk")[:1]
    latest = Decision.objects.filter(revision=newest).order_by("-pk").values("pk")[:1]
    return Statement.objects.filter(decision=latest).first()


def _found_by_machine(decision: Decision) -> bool:
    """Whether automated means brought the text up (Art. 17(3)(c)), whoever decided then."""
    first = decision.supersedes or decision
    held = first.outcome == Decision.Outcome.HOLD or first == decision
    return first.actor_kind == Decision.Actor.MACHINE and held


def facts_of(ruling: Ruling, *, detected_by_machine: bool) -> dict[str, Any]:
    """Return what the statement says, in words, as of this policy version."""
    clauses = [ruling.policy.clause(clause_id) for clause_id in ruling.clauses]
    # Reasons say why a person will look; after a rejection nobody will.
    reasons = ruling.reasons if ruling.outcome == Decision.Outcome.HOLD else ()
    return {
        "restriction": ruling.outcome,
        "clauses": [
            {key: clause.get(key, "") for key in ("id", "title", "wording", "ground")}
            for clause in clauses
        ],
        "reasons": [{"code": code, "text": REASONS.get(code, code)} for code in reasons],
        "policy_version": ruling.policy.number,
        "decided_by": ruling.actor_kind,
        "detected_by_machine": detected_by_machine,
        "reasoning": ruling.reasoning,
    }
