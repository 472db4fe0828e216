"""A text judged as if it were posted, without a row: for evaluation, for editors, for
integrators.
"""

import json
from dataclasses import dataclass
from typing import Any, Self

from articles.models import Site
from discussion.body import BodyRefused, clean_body
from moderation.detectors.base import Finding, SiteProfile
from moderation.judge import Judge
from moderation.marking import marked
from moderation.policy.engine import decide
from moderation.policy.external import without_external
from moderation.policy.load import load_policy
from moderation.policy.types import Mode, Policy, Signal, Verdict
from moderation.site_profile import profile_of


@dataclass(frozen=True, slots=True)
class DryRun:
    """A site's policy and names as they are now, and what judges by them.

    `marks`: whether the words that drove the scorer are looked for where a text is not published,
    which takes forty times as long as judging it.
    """

    judge: Judge
    policy: Policy
    profile: SiteProfile
    mode: Mode
    marks: bool = False

    @classmethod
    def of(cls, site: Site, judge: Judge, *, marks: bool = False) -> Self:
        """Return the dry run for a site that has a published policy."""
        policy = without_external(load_policy(site.published_policy))
        return cls(judge, policy, profile_of(site), Mode(site.moderation), marks)

    def answer(self, line: str) -> dict[str, Any]:
        """Return the answer to one JSON line; `error` in place of an outcome when it is
        unreadable.
        """
        try:
            item = json.loads(line)
            text_id, text = item["id"], item["text"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return {"id": None, "error": 'not an object with "id" and "text"'}
        if isinstance(text_id, bool) or not isinstance(text_id, str | int):
            return {"id": None, "error": '"id" is neither a string nor a whole number'}
        if not isinstance(text, str):
            return {"id": text_id, "error": '"text" is no string'}
        answered = item.get("parent")
        if not (answered is None or isinstance(answered, str)):
            return {"id": text_id, "error": '"parent" is no string'}
        return {"id": text_id, **self.judged(text, answered)}

    def judged(self, text: str, answered: str | None = None) -> dict[str, Any]:
        """Return outcome, clauses, reasons, the highest value by attribute, and spans.

        `answered` is the text of the comment that this one answers. A text that the API would not
        take has the outcome `refuse`, and its code as the reason.
        """
        try:
            text = clean_body(text)
        except BodyRefused as refused:
            return _shape("refuse", (), (refused.code,), [])
        findings, verdict = self.verdict(text, answered)
        return _shape(verdict.outcome, verdict.clauses, verdict.reasons, findings)

    def verdict(self, text: str, answered: str | None = None) -> tuple[list[Finding], Verdict]:
        """Return the findings about a clean text, and what the policy makes of them."""
        findings = self.judge.findings(text, self.profile, answered)
        if self.marks:
            findings = marked(self.judge, text, findings, self.policy, self.mode)
        signals = [Signal(finding.attribute, finding.value) for finding in findings]
        return findings, decide(self.policy, signals, self.mode)


def _shape(
    outcome: str, clauses: tuple[str, ...], reasons: tuple[str, ...], findings: list[Finding]
) -> dict[str, Any]:
    signals: dict[str, float] = {}
    for finding in findings:
        signals[finding.attribute] = max(finding.value, signals.get(finding.attribute, 0.0))
    spans = [
        {"attribute": f.attribute, "start": span.start, "end": span.end, "why": span.why}
        for f in findings
        for span in f.spans
    ]
    return {
        "outcome": outcome,
        "clauses": list(clauses),
        "reasons": list(reasons),
        "signals": signals,
        "spans": spans,
    }
