"""The statement of reasons: what an author is told about a restriction, written with the
decision.
"""

from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.models import Site
from discussion.models import Comment, Decision, Statement
from discussion.ruling import Ruling

REASONS = {
    "not-scored": "The automatic check could not be completed, so a person will look.",
    "no-rules": "This site has every comment read by a person.",
    "article-closed": "The article was closed for comments meanwhile, so a person will look.",
    "moderator": "A moderator is taking another look at it.",
    "change-requested": "A moderator asks you to change it.",
    "undone": "A moderator took a decision about it back.",
    "pre-moderation": "Every comment on this article is read by a person first.",
    "asked-to-change": "A moderator asked for a change, and reads the new text.",
    "sanction": "Comments from this account are read by a person first.",
    "guest": "Comments of guests are read by a person first.",
    "new-author": "The first comments of a new account are read by a person first.",
    "blocked-phrase": "It contains a phrase that this site always has a person look at.",
    "flood": "Much was posted in a short time, so a person will look.",
    "links": "It contains links that a person should look at first.",
    "unknown-language": "It seems to be in a language that the automatic check does not know.",
    "unscorable": "The automatic check could not read much of the text.",
    "external-moderator-review": "A check of this site's own asks a person to look at it.",
    "external-moderator-unavailable": "A check of this site's own could not be completed, so a "
    "person will look.",
    "imported": "It waited for a moderator before the discussion moved here, and still does.",
}


def write_statement(decision: Decision, comment: Comment, ruling: Ruling) -> Statement:
    """Store the statement for a restricting decision, in the decision's transaction."""
    statement = statement_of(decision, comment, ruling)
    statement.save(force_insert=True)
    return statement


def statement_of(decision: Decision, comment: Comment, ruling: Ruling) -> Statement:
    """Return the statement for a restricting decision, not yet stored."""
    return Statement(
        decision=decision,
        author_id=comment.author_id,
        facts=facts_of(ruling, detected_by_machine=_found_by_machine(decision)),
        appeal_until=timezone.now() + timedelta(days=ruling.policy.site.appeal_days),
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


def mark_delivered(decision_id: UUID) -> None:
    """Note when the statement of this decision, if it has one, first went to its author by mail."""
    sent = Statement.objects.filter(decision__public_id=decision_id, delivered_at=None)
    sent.update(delivered_at=timezone.now())


def appeal_words(statement: Statement) -> str:
    """Return whether, how and until when the author can appeal (Art. 17(3)(f))."""
    if statement.appealed_at is not None:
        return "You have appealed against this decision; a person reads it who did not make it."
    end = f"{statement.appeal_until.astimezone(UTC):%-d %b %Y, %H:%M} UTC"
    if statement.appeal_until <= timezone.now():
        return f"An appeal was possible until {end}."
    return (
        f"If you think this is wrong, you can appeal until {end}, in your own words; "
        "a person answers who did not make this decision."
    )


def policy_address(site: Site) -> str:
    """Return where the policy that a statement names can be read."""
    return f"{settings.PUBLIC_URL}{reverse('pages:policy', args=[site.slug])}"


def _found_by_machine(decision: Decision) -> bool:
    """Whether automated means brought the text up (Art. 17(3)(c)), whoever decided then."""
    first = decision
    if decision.supersedes_id is not None:
        # Not the one before alone: between them may stand a ruling that was taken back.
        first = Decision.objects.get(revision=decision.revision_id, supersedes=None)
    by_machine = first.actor_kind == Decision.Actor.MACHINE
    return by_machine and first.outcome != Decision.Outcome.PUBLISH


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
        "passages": list(ruling.passages),
        "policy_version": ruling.policy.number,
        "decided_by": ruling.actor_kind,
        "detected_by_machine": detected_by_machine,
        "reasoning": ruling.reasoning,
    }
