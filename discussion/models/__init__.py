"""Rows of who said what, what became of it, and why."""

from discussion.models.change_request import ChangeRequest
from discussion.models.comment import Comment, Revision
from discussion.models.decision import Decision, DecisionText, Statement
from discussion.models.idempotency import IdempotencyRecord
from discussion.models.imported import ImportedArticle, ImportedAuthor, ImportedComment
from discussion.models.mute import Mute
from discussion.models.notification import Notification, Topic, Unsubscription
from discussion.models.people import Author, User
from discussion.models.person_job import ExportPart, KeptRestriction, PersonJob
from discussion.models.reaction import Reaction
from discussion.models.webhook import WebhookDelivery, WebhookEndpoint, WebhookSecret

__all__ = [
    "Author",
    "ChangeRequest",
    "Comment",
    "Decision",
    "DecisionText",
    "ExportPart",
    "IdempotencyRecord",
    "ImportedArticle",
    "ImportedAuthor",
    "ImportedComment",
    "KeptRestriction",
    "Mute",
    "Notification",
    "PersonJob",
    "Reaction",
    "Revision",
    "Statement",
    "Topic",
    "Unsubscription",
    "User",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookSecret",
]
