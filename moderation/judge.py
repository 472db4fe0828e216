"""From a text to findings: the scorer and every detector, on both views, nothing stops early."""

import logging
import math
from dataclasses import dataclass

from moderation.detectors.base import Detector, Finding, Material, SiteProfile, Span
from moderation.policy.engine import FAULT
from moderation.scoring.base import Producer, Scorer, ScorerUnavailable
from moderation.text import Views, views

log = logging.getLogger(__name__)

# Values are judged as they are stored: six decimals are far finer than any scorer is exact.
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything that produces signals, loaded once a process."""

    scorer: Scorer
    detectors: tuple[Detector, ...]

    def findings(self, text: str, site: SiteProfile) -> list[Finding]:
        """Return every producer's findings about the text, each attribute once a producer.

        A producer that breaks (it raises, gives NaN or leaves the range) yields a `fault` in place
        of its findings: the engine holds for it. Raises ScorerUnavailable: try again later.
        """
        material = Material(views=views(text), site=site, scorer=self.scorer)
        found = self._scores(material.views)
        for detector in self.detectors:
            found += _detected(detector, material)
        return found

    def _scores(self, seen: Views) -> list[Finding]:
        texts = [seen.plain] if seen.folded == seen.plain else [seen.plain, seen.folded]
        all_scores = self.scorer.score(texts)
        producer = self.scorer.producer
        if len(all_scores) != len(texts):
            return [fault(producer, "short batch")]
        findings = [
            Finding(attribute, scores.get(attribute, math.nan), producer)
            for scores in all_scores
            for attribute in self.scorer.attributes
        ]
        return _highest(checked(producer, findings))


def _highest(findings: list[Finding]) -> list[Finding]:
    """Return one finding an attribute: of the two views the higher one counts."""
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
