"""Rows of how a comment is judged, by machine and by people."""

from moderation.models.fingerprint import TextFingerprint
from moderation.models.membership import Membership
from moderation.models.review import ReviewItem
from moderation.models.screening import Screening, Signal, WorkerHeartbeat

__all__ = ["Membership", "ReviewItem", "Screening", "Signal", "TextFingerprint", "WorkerHeartbeat"]
