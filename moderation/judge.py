"""From a text to findings: the scorer and every detector, on both views, nothing stops early."""

import logging
import math
from dataclasses import dataclass

from moderation.context import leans_on_parent, together
from moderation.detectors.base import Detector, Finding, Material, SiteProfile, Span
from moderation.policy.engine import FAULT
from moderation.scoring.base import Producer, Scorer, ScorerUnavailable
from moderation.text import Views, views

log = logging.getLogger(__name__)

# Values are judged as they are stored: six decimals are far finer than any scorer is exact.
DECIMALS = 6
# A span without length says something of the whole text.
WITH_PARENT = Span(0, 0, "with the comment it answers")


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything that produces signals, loaded once a process."""

    scorer: Scorer
    detectors: tuple[Detector, ...]

    def findings(self, text: str, site: SiteProfile, answered: str | None = None) -> list[Finding]:
        """Return every producer's findings about the text, each attribute once a producer.

        `answered` is the public text of the comment that this one answers. A short reply that only
        agrees is scored together with it; a value that comes from there says so in its spans.

        A producer that breaks (it raises, gives NaN or leaves the range) yields a `fault` in place
        of its findings: the engine holds for it. Raises ScorerUnavailable: try again later.
        """
        material = Material(views=views(text), site=site, scorer=self.scorer)
        found = self._scores(material.views, answered)
        for detector in self.detectors:
            found += _detected(detector, material)
        return found

    def scored(self, text: str) -> list[Finding]:
        """Return the scorer's findings alone about the text, as they are among all.

        Raises ScorerUnavailable.
        """
        return self._scores(views(text), None)

    def _scores(self, seen: Views, answered: str | None) -> list[Finding]:
        readings: list[tuple[str, tuple[Span, ...]]] = [(text, ()) for text in seen.readings()]
        if answered and leans_on_parent(seen.folded):
            pair = views(together(answered, seen.plain))
            readings += [(text, (WITH_PARENT,)) for text in pair.readings()]
        all_scores = self.scorer.score([text for text, _ in readings])
        producer = self.scorer.producer
        if len(all_scores) != len(readings):
            return [fault(producer, "short batch")]
        findings = [
            Finding(attribute, scores.get(attribute, math.nan), producer, spans)
            for scores, (_, spans) in zip(all_scores, readings, strict=True)
            for attribute in self.scorer.attributes
        ]
        return _highest(checked(producer, findings))


def _highest(findings: list[Finding]) -> list[Finding]:
    """Return one finding an attribute: of all readings the highest counts."""
    highest: dict[str, Finding] = {}
    for finding in findings:
        known = highest.setdefault(finding.attribute, finding)
        if finding.value > known.value:
            highest[finding.attribute] = finding
    return list(highest.values())


def checked(producer: Producer, findings: list[Finding]) -> list[Finding]:
    """Return the findings as they will be stored, or the fault of their producer if one is no
    number in [0, 1].
    """
    for finding in findings:
        if not 0 <= finding.value <= 1:  # true for NaN too
            return [fault(producer, f"{finding.attribute} out of range")]
    return [Finding(f.attribute, round(f.value, DECIMALS), f.producer, f.spans) for f in findings]


def fault(producer: Producer, why: str) -> Finding:
    """Return the mark that a producer failed, which is stored and replayed like any signal."""
    return Finding(FAULT, 1.0, producer, (Span(0, 0, why),))


def _detected(detector: Detector, material: Material) -> list[Finding]:
    try:
        findings = detector.detect(material)
    except ScorerUnavailable:
        raise
    except Exception:
        # Whatever it was, the text is not judged; the row and the other producers go on.
        log.exception("detector failed", extra={"detector": detector.producer.name})
        return [fault(detector.producer, "failed")]
    if {finding.attribute for finding in findings} != set(detector.attributes):
        return [fault(detector.producer, "attribute missing")]
    return checked(detector.producer, findings)
