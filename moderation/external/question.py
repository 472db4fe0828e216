"""What a site's service is told of a comment."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from articles.models import Site
from discussion.models import Revision
from moderation.detectors.base import Finding
from moderation.detectors.language import UNKNOWN, language_of


def question_about(revision: Revision, site: Site, findings: Iterable[Finding]) -> bytes:
    """Return the request's body. The comment comes with its article; no author, no address."""
    comment, article = revision.comment, revision.comment.article
    findings = list(findings)
    body: Mapping[str, Any] = {
        "site": site.slug,
        "article": {
            "id": str(article.public_id),
            "url": article.url,
            "section": article.section,
        },
        "comment": {
            "id": str(comment.public_id),
            "revision": revision.number,
            "text": revision.text,
            "language": _language(findings),
        },
        "signals": _highest(findings),
    }
    return json.dumps(body, ensure_ascii=False).encode()


def message_id(revision: Revision) -> str:
    """Return the id that a question about the text has each time it is asked."""
    return f"judge_{revision.comment.public_id}_{revision.number}"


def _language(findings: Iterable[Finding]) -> str | None:
    said = (finding.spans for finding in findings if finding.attribute == "unknown_language")
    spans = [(span.start, span.end, span.why) for span in next(said, ())]
    language = language_of(spans)
    return None if language == UNKNOWN else language


def _highest(findings: Iterable[Finding]) -> dict[str, float]:
    values: dict[str, float] = {}
    for finding in findings:
        values[finding.attribute] = max(finding.value, values.get(finding.attribute, 0.0))
    return values
