"""Rows of what is discussed, under which rules, and of what happened."""

from articles.models.article import Article
from articles.models.ledger import AuditedSubject, AuditEvent, OutboxEvent
from articles.models.policy import PolicyVersion
from articles.models.site import Blocklist, ReaderKey, Site, SiteKey

__all__ = [
    "Article",
    "AuditEvent",
    "AuditedSubject",
    "Blocklist",
    "OutboxEvent",
    "PolicyVersion",
    "ReaderKey",
    "Site",
    "SiteKey",
]
