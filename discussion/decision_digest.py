"""The fingerprint of a decision that the audit chain carries, so that no row of it can be
changed.
"""

import hashlib

from articles.audit import canonical
from discussion.models import Decision


def decision_digest(decision: Decision) -> str:
    """Return SHA-256 over everything that the decision says, in hexadecimal."""
    fields = [
        str(decision.public_id),
        decision.site_id,
        decision.comment_id,
        decision.revision_id,
        decision.outcome,
        decision.clauses,
        decision.reasons,
        decision.policy_id,
        decision.moderation,
        decision.actor_kind,
        decision.actor_id,
        decision.engine_version,
        decision.producers,
        None if decision.score is None else repr(decision.score),
        decision.scorer,
        decision.text_hash,
        decision.said_hash,
        decision.supersedes_id,
        decision.created_at.isoformat(),
    ]
    return hashlib.sha256(canonical(fields).encode()).hexdigest()
