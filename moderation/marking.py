"""The words that drove the scorer, marked in what a person will have to read."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from moderation.detectors.base import Finding, Span
from moderation.judge import Judge
from moderation.policy.load import verdict_under
from moderation.policy.types import Mode, Outcome, Policy, Signal
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.occlusion import Driver, drivers
from moderation.text import Views, views

log = logging.getLogger(__name__)


def marked(
    judge: Judge, text: str, findings: Sequence[Finding], policy: Policy | None, mode: Mode
) -> list[Finding]:
    """Return the findings, those of the scorer that meet a rule with the words that drove them.

    Costs about forty calls of the model, so only where the verdict is not to publish. The values
    stay as they are: a replay needs no spans. Raises ScorerUnavailable.
    """
    signals = [Signal(finding.attribute, finding.value) for finding in findings]
    if policy is None or verdict_under(policy, signals, mode).outcome is Outcome.PUBLISH:
        return list(findings)
    wanted = [f for f in findings if _is_for_marking(f, judge, policy)]
    if not wanted:
        return list(findings)
    try:
        spans = _spans(judge, views(text), [finding.attribute for finding in wanted])
    except ScorerUnavailable:
        raise
    except Exception:
        # What was found stands without its marks.
        log.exception("words not marked")
        return list(findings)
    return [replace(f, spans=spans[f.attribute]) if f in wanted else f for f in findings]


def _is_for_marking(finding: Finding, judge: Judge, policy: Policy) -> bool:
    """What has a span already was a fault, or was said by another comment."""
    rules = (rule for clause in policy.clauses for rule in clause.rules)
    return (
        finding.producer == judge.scorer.producer
        and not finding.spans
        and any(r.attribute == finding.attribute and finding.value >= r.hold_at for r in rules)
    )


def _spans(judge: Judge, seen: Views, attributes: Sequence[str]) -> dict[str, tuple[Span, ...]]:
    """Return spans of the author's text by attribute, from the view that scored higher."""
    readings = seen.readings()
    scored = judge.scorer.score(readings)
    heights = [max(scores[attribute] for attribute in attributes) for scores in scored]
    reading = readings[heights.index(max(heights))]
    found = drivers(judge.scorer, reading, attributes)
    return {
        attribute: tuple(
            Span(*_original(seen, reading, driver), f"{_name(attribute)}, weight {driver.fall:.1f}")
            for driver in found.get(attribute, ())
        )
        for attribute in attributes
    }


def _original(seen: Views, reading: str, driver: Driver) -> tuple[int, int]:
    if reading == seen.plain:
        return driver.start, driver.end
    return seen.original_span(driver.start, driver.end)


def _name(attribute: str) -> str:
    return attribute.replace("_", " ")
