"""Evidence as a file: how it leaves the house, and how one that comes back is checked."""

import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from articles.audit import chain_faults
from articles.models import AuditEvent
from articles.strict_json import JsonRefused, read_object
from discussion.text_hash import salted_hash
from moderation.evidence.case import FORMAT, digest_of, seal_of
from moderation.models import Escalation

Table = dict[str, Any]


def evidence_file(escalation: Escalation) -> bytes:
    """Return the file: the evidence, its digest, and a seal that only this service can make."""
    content = {
        "escalation": str(escalation.public_id),
        "digest": escalation.digest,
        "seal": seal_of(escalation.digest),
        "evidence": escalation.evidence,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def evidence_faults(raw: bytes) -> Iterator[str]:
    """Yield what is wrong with a file; nothing when it is as it left, and its case is sound."""
    try:
        content = read_object(raw)
    except JsonRefused as refused:
        yield f"no evidence: {refused.detail}"
        return
    evidence = content.get("evidence")
    if not isinstance(evidence, dict) or evidence.get("format") != FORMAT:
        yield f"no evidence: the format is not {FORMAT}"
        return
    yield from _file_faults(content, evidence)
    try:
        yield from _case_faults(evidence)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        yield f"the case is not in the shape that it left in: {type(error).__name__}"


def _file_faults(content: Table, evidence: Table) -> Iterator[str]:
    """The file against itself, against the key, and against what is stored here."""
    digest = digest_of(evidence)
    if not _same(content.get("digest"), digest):
        yield "the evidence was changed: its digest is another one"
    if not _same(content.get("seal"), seal_of(digest)):
        yield "the seal is not of this service, or of other evidence"
    named = str(content.get("escalation"))
    stored = {str(pk): told for pk, told in _stored(digest)}
    if named not in stored:
        yield "no escalation here has this evidence"


def _stored(digest: str) -> Iterator[tuple[Any, str]]:
    """Yield the escalations whose own evidence still has the digest."""
    for row in Escalation.objects.filter(digest=digest):
        if digest_of(row.evidence) == digest:
            yield row.public_id, digest


def _case_faults(evidence: Table) -> Iterator[str]:
    """The texts against the audit that stands beside them, and the audit against the key."""
    chain = evidence["audit"]
    events = [_event(chain, row) for row in chain["events"]]
    yield from chain_faults(chain["subject"], iter(events), chain["head"], chain["count"])
    posted = [event.data for event in events if "text_hash" in event.data]
    told = {data.get("revision"): data["text_hash"] for data in posted}
    for revision in evidence["revisions"]:
        salt, number = bytes.fromhex(revision["salt"]), revision["number"]
        if not _same(told.get(number), salted_hash(salt, revision["text"])):
            yield f"the text of revision {number} is not the one that was posted"


def _event(chain: Table, row: Table) -> AuditEvent:
    at = datetime.fromisoformat(row["at"])
    return AuditEvent(**{**row, "at": at}, site_id=chain["site_id"], subject=chain["subject"])


def _same(told: object, computed: str) -> bool:
    return isinstance(told, str) and hmac.compare_digest(told.encode(), computed.encode())
