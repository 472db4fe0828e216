"""The words of a text that met a clause: the facts that a statement of reasons quotes."""

from collections.abc import Iterable, Sequence

from articles.models import PolicyVersion
from discussion.models import Revision
from moderation.detectors.base import Finding
from moderation.models import Signal

# More is no reason any more but the text itself, which its author has.
MOST_PASSAGES = 5
LONGEST_PASSAGE = 200

# A stretch of the text in code points, end exclusive.
Stretch = tuple[int, int]


def cited_by_machine(
    text: str, findings: Iterable[Finding], policy: PolicyVersion, clauses: Sequence[str]
) -> tuple[str, ...]:
    """Return what the findings marked of the text for the clauses, in its order."""
    return _passages(text, marked_by_machine(findings, policy, clauses))


def marked_by_machine(
    findings: Iterable[Finding], policy: PolicyVersion, clauses: Sequence[str]
) -> list[Stretch]:
    """Return where the findings marked the text for the clauses: in order, none touches another."""
    met = _thresholds(policy, clauses)
    return _joined(
        (span.start, span.end)
        for finding in findings
        if finding.value >= met.get(finding.attribute, 2.0)
        for span in finding.spans
    )


def cited_by_person(
    revision: Revision, policy: PolicyVersion, clauses: Sequence[str]
) -> tuple[str, ...]:
    """Return what the machine had marked for the clauses that a person names now: one query.

    Empty where it had found nothing: then the reasoning has to say what is meant.
    """
    met = _thresholds(policy, clauses)
    if not met:
        return ()
    signals = Signal.objects.filter(decision__revision=revision, attribute__in=met)
    stretches = [
        (start, end)
        for attribute, value, spans in signals.values_list("attribute", "value", "spans")
        if value >= met[attribute]
        for start, end, _ in spans
    ]
    return _passages(revision.text, _joined(stretches))


def _thresholds(policy: PolicyVersion, clauses: Sequence[str]) -> dict[str, float]:
    """Return from which value on each attribute meets one of the clauses."""
    lowest: dict[str, float] = {}
    for clause in policy.clauses:
        for rule in clause.get("rules", ()) if clause["id"] in clauses else ():
            hold_at, attribute = float(rule["hold_at"]), rule["attribute"]
            lowest[attribute] = min(hold_at, lowest.get(attribute, hold_at))
    return lowest


def _passages(text: str, stretches: Iterable[Stretch]) -> tuple[str, ...]:
    said = (_shortened(text[start:end].strip()) for start, end in stretches)
    return tuple(dict.fromkeys(passage for passage in said if passage))[:MOST_PASSAGES]


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches in order, those that touch as one."""
    joined: list[Stretch] = []
    for start, end in sorted(set(stretches)):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def _shortened(passage: str) -> str:
    if len(passage) <= LONGEST_PASSAGE:
        return passage
    return f"{passage[: LONGEST_PASSAGE - 1].rstrip()}…"
