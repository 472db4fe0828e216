"""Rows of what is discussed, under which rules, and of what happened."""

from articles.models.article import LISTED, Article
from articles.models.feed import FeedSource
from articles.models.ledger import AuditedSubject, AuditEvent, OutboxEvent
from articles.models.policy import PolicyVersion
from articles.models.readers import KeySet, ReaderKey, ReaderRules, RevokedToken, SignedOut
from articles.models.site import Blocklist, Site, SiteKey

__all__ = [
    "LISTED",
    "Article",
    "AuditEvent",
    "AuditedSubject",
    "Blocklist",
    "FeedSource",
    "KeySet",
    "OutboxEvent",
    "PolicyVersion",
    "ReaderKey",
    "ReaderRules",
    "RevokedToken",
    "SignedOut",
    "Site",
    "SiteKey",
]
