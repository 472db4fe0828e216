"""What the sender of a notice is told: that it arrived, and later what was decided (Art. 16).

Nothing that anybody typed stands in either, and nothing of the comment: a stranger may have given
the address.
"""

from articles.api.shapes import permalink
from discussion.letters.base import Letter, printed
from discussion.models import Decision
from discussion.statements import policy_address
from moderation.models import Notice
from moderation.why import clause_texts


def receipt(notice: Notice) -> Letter:
    """Confirm the notice under its reference."""
    subject = f"{notice.reference}: your notice has arrived"
    return Letter(subject, printed("moderation/mail/notice_receipt.txt", _context(notice)))


def answer(notice: Notice) -> Letter:
    """Tell what was decided, by whom (a person or a machine), and what can be done about it."""
    decision = notice.decision
    context = {
        **_context(notice),
        "upheld": notice.upheld,
        "gone": decision is None,
        "by_person": decision is not None and decision.actor_kind == Decision.Actor.PERSON,
        "clauses": _clauses(decision),
        "policy": policy_address(notice.site),
    }
    subject = f"{notice.reference}: your notice was decided"
    return Letter(subject, printed("moderation/mail/notice_answer.txt", context))


def _context(notice: Notice) -> dict[str, object]:
    comment = notice.comment
    article = comment.article
    return {
        "notice": notice,
        "site": notice.site,
        "where": f"{permalink(article.site.slug, article.slug)}#c-{comment.public_id}",
    }


def _clauses(decision: Decision | None) -> list[str]:
    if decision is None:
        return []
    return [c.title for c in clause_texts(decision.policy) if c.id in decision.clauses]
