"""A site's policy versions against what the site's audit chain says of them."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from articles.audit import canonical
from articles.models import AuditEvent, PolicyVersion, Site


def document_digest(document: dict[str, Any]) -> str:
    """Return SHA-256 of the document's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def policy_faults(site: Site, events: Sequence[AuditEvent]) -> Iterator[str]:
    """Yield each version that was changed, added or removed, and a policy in force that nobody
    published. `events` are the site's, by sequence.
    """
    told = [event.data for event in events if event.kind == "policy.published"]
    digests = {data.get("number"): data.get("digest") for data in told}
    versions = {version.pk: version for version in site.policy_versions.all()}
    for version in versions.values():
        yield from _version_faults(site, version, digests.get(version.number))
    for number in digests.keys() - {version.number for version in versions.values()}:
        yield f"{site.audit_subject}: policy version {number} was removed"
    in_force = versions[site.policy_id].number if site.policy_id in versions else None
    if in_force != (told[-1].get("number") if told else None):
        yield f"{site.audit_subject}: the policy in force is not the one last published"


def _version_faults(site: Site, version: PolicyVersion, told: str | None) -> Iterator[str]:
    where = f"{site.audit_subject}: policy version {version.number}"
    # A draft may still change, but never without its digest.
    expected = version.digest if told is None else told
    if not expected == version.digest == document_digest(version.document):
        yield f"{where} was changed"
    if told is None and version.published_at is not None:
        yield f"{where} was added, no event tells of it"
