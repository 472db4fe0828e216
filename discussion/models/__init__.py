"""Rows of who said what, what became of it, and why."""

from discussion.models.comment import Comment, Revision
from discussion.models.decision import Decision, DecisionText, Statement
from discussion.models.idempotency import IdempotencyRecord
from discussion.models.people import Author, User

__all__ = [
    "Author",
    "Comment",
    "Decision",
    "DecisionText",
    "IdempotencyRecord",
    "Revision",
    "Statement",
    "User",
]
