"""Rows of who said what, what became of it, and why."""

from discussion.models.change_request import ChangeRequest
from discussion.models.comment import Comment, Revision
from discussion.models.decision import Decision, DecisionText, Statement
from discussion.models.idempotency import IdempotencyRecord
from discussion.models.mute import Mute
from discussion.models.notification import Notification, Topic, Unsubscription
from discussion.models.people import Author, User

__all__ = [
    "Author",
    "ChangeRequest",
    "Comment",
    "Decision",
    "DecisionText",
    "IdempotencyRecord",
    "Mute",
    "Notification",
    "Revision",
    "Statement",
    "Topic",
    "Unsubscription",
    "User",
]
