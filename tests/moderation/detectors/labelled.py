"""The labelled sets, all of our own writing, and what the detectors' tests have in common."""

import json
from functools import cache
from pathlib import Path

from moderation.detectors.base import Detector, Finding, Material, SiteProfile
from moderation.scoring.base import Scorer
from moderation.scoring.load import load_scorer
from moderation.text import views
from tests.stub_scorer import StubScorer

FOLDER = Path(__file__).parents[2] / "data" / "detectors"
# At and above this value the default policy holds.
BAR = 0.5


def rows(name):
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


@cache
def sites():
    profiles = json.loads((FOLDER / "sites.json").read_text("utf-8"))
    return {slug: _profile(fields) for slug, fields in profiles.items()}


def _profile(fields):
    return SiteProfile(**{k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()})


@cache
def compact_scorer():
    return load_scorer("compact", Path("scorers"))


def find(
    detector: Detector, text: str, *, site: SiteProfile | None = None, scorer: Scorer | None = None
) -> Finding:
    material = Material(views(text), site or sites()["antiwar"], scorer or StubScorer())
    (finding,) = detector.detect(material)
    return finding


def marked(finding, text):
    """Return the marked stretches of the author's text."""
    return [text[span.start : span.end] for span in finding.spans]
