"""Rows of how a comment is judged, by machine and by people."""

from moderation.models.complaint import Appeal, Notice, Report
from moderation.models.desk import DeskPreference, DeskSettings, ReasoningTemplate, SavedView
from moderation.models.escalation import Alert, Escalation
from moderation.models.external import ExternalModerator
from moderation.models.fingerprint import TextFingerprint, TextRepeat
from moderation.models.job import Job, JobLine
from moderation.models.membership import Membership
from moderation.models.retention import RetentionRule
from moderation.models.review import QueueLabel, ReviewItem
from moderation.models.sanction import Sanction
from moderation.models.screening import (
    ScheduleHeartbeat,
    Screening,
    Signal,
    WorkerHeartbeat,
)
from moderation.models.second_look import SecondLook
from moderation.models.sign_in import Authenticator, DeskSession, ProviderLink, RecoveryCode

__all__ = [
    "Alert",
    "Appeal",
    "Authenticator",
    "DeskPreference",
    "DeskSession",
    "DeskSettings",
    "Escalation",
    "ExternalModerator",
    "Job",
    "JobLine",
    "Membership",
    "Notice",
    "ProviderLink",
    "QueueLabel",
    "ReasoningTemplate",
    "RecoveryCode",
    "Report",
    "RetentionRule",
    "ReviewItem",
    "Sanction",
    "SavedView",
    "ScheduleHeartbeat",
    "Screening",
    "SecondLook",
    "Signal",
    "TextFingerprint",
    "TextRepeat",
    "WorkerHeartbeat",
]
