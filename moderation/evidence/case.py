"""The evidence of a case: everything that is known of a comment, as it is at one moment.

What is not in it: moderators' private notes, which never leave the team, and who reported or gave
notice, who did so in confidence.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.audit import canonical, keyed_digest
from articles.models import AuditEvent
from discussion.models import Comment, Revision
from moderation.evidence.rulings import complaints_of, decisions_of, sanctions_of

FORMAT = "discussion-evidence-1"
Table = dict[str, Any]


def evidence_of(comment: Comment) -> Table:
    """Return the case as plain JSON values, in a fixed number of queries; the comment's row is
    locked, so that it is of one moment.
    """
    tables = {
        "format": FORMAT,
        "taken_at": timezone.now(),
        "service": settings.PUBLIC_URL,
        "site": {"slug": comment.site.slug, "name": comment.site.name},
        "article": _article(comment),
        "author": _author(comment),
        "comment": _comment(comment),
        "revisions": [_revision(row) for row in comment.revisions.order_by("number")],
        "decisions": decisions_of(comment),
        "complaints": complaints_of(comment),
        "sanctions": sanctions_of(comment),
        "audit": _audit(comment),
    }
    plain: Table = json.loads(json.dumps(tables, default=_as_text))
    return plain


def digest_of(evidence: Table) -> str:
    """Return SHA-256 of the evidence's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(evidence).encode()).hexdigest()


def seal_of(digest: str) -> str:
    """Return what only the holder of this service's key can say of a digest."""
    return keyed_digest("evidence", digest)


def _as_text(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def _article(comment: Comment) -> Table:
    article = comment.article
    return {"id": article.public_id, "title": article.title, "url": article.url}


def _author(comment: Comment) -> Table:
    author = comment.author
    return {
        "id": author.public_id,
        "subject": author.subject,
        "display_name": author.display_name,
        "email": author.email,
        "first_seen_at": author.first_seen_at,
        "restriction": author.restriction_now,
    }


def _comment(comment: Comment) -> Table:
    parent = comment.parent
    return {
        "id": comment.public_id,
        "parent_id": parent.public_id if parent else None,
        "status": comment.status,
        "version": comment.version,
        "created_at": comment.created_at,
        "published_at": comment.published_at,
        "edited_at": comment.edited_at,
    }


def _revision(revision: Revision) -> Table:
    return {
        "number": revision.number,
        "text": revision.text,
        "state": revision.state,
        # With it the text hash in the audit can be computed again, whatever is erased here later.
        "salt": revision.salt,
        "created_at": revision.created_at,
    }


def _audit(comment: Comment) -> Table:
    """Return the comment's chain with its codes, so that it can be checked without the database."""
    events = AuditEvent.objects.filter(subject=comment.audit_subject).order_by("sequence")
    fields = ("sequence", "kind", "actor", "data", "at", "previous", "mac")
    return {
        "site_id": comment.site_id,
        "subject": comment.audit_subject,
        "count": comment.audit_count,
        "head": comment.audit_head,
        "events": [{name: getattr(event, name) for name in fields} for event in events],
    }
