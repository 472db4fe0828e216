"""From labelled rows to judged ones, one at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from discussion.body import BodyRefused, clean_body
from moderation.detectors.base import Finding
from moderation.evaluation.judged import SEEN_AT, Column, Kind
from moderation.evaluation.standard import Standard
from moderation.judge import Judge
from moderation.labelled_rows import LabelledRow
from moderation.policy.engine import PROOF_OF_SCORING, decide
from moderation.policy.types import Policy, Signal, Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: its verdict, and the highest value by attribute and producer."""

    row: LabelledRow
    kind: Kind
    verdict: Verdict
    values: Mapping[Column, float]


def judged_one_by_one(
    rows: Iterable[LabelledRow], judge: Judge, standard: Standard
) -> Iterator[Judged | None]:
    """Yield every row judged, None for a text that can be no comment. Raises ScorerUnavailable."""
    ruled = ruled_attributes(standard.policy)
    for row in rows:
        judged = judge_text(row.text, judge, standard)
        if judged is None:
            yield None
        else:
            findings, verdict = judged
            yield Judged(row, kind_of(row.labels, ruled), verdict, _highest_values(findings))


def judge_text(
    text: str, judge: Judge, standard: Standard, answered: str | None = None
) -> tuple[list[Finding], Verdict] | None:
    """Return what the machine finds and decides of a posted text, None where it can be no comment.

    `answered` is the text of the comment that this one replies to.

    The machine's own mode is used whatever the site's is: with pre-moderation all is held.
    Raises ScorerUnavailable.
    """
    try:
        text = clean_body(text)
    except BodyRefused:
        return None
    findings = judge.findings(text, standard.profile, answered)
    signals = [Signal(finding.attribute, finding.value) for finding in findings]
    return findings, decide(standard.policy, signals)


def ruled_attributes(policy: Policy) -> frozenset[str]:
    return frozenset(rule.attribute for clause in policy.clauses for rule in clause.rules)


def kind_of(labels: Mapping[str, float], ruled: Collection[str]) -> Kind:
    """Return what the labels say (see `Kind`)."""
    if any(labels.get(attribute, 0.0) >= SEEN_AT for attribute in ruled):
        return Kind.VIOLATING
    if PROOF_OF_SCORING in labels and all(label < SEEN_AT for label in labels.values()):
        return Kind.HARMLESS
    return Kind.UNCLEAR


def _highest_values(findings: Iterable[Finding]) -> dict[Column, float]:
    values: dict[Column, float] = {}
    for finding in findings:
        column = Column(finding.attribute, finding.producer.name)
        values[column] = max(finding.value, values.get(column, 0.0))
    return values
