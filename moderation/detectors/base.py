"""What every detector promises: one number per attribute, always, and the words that made it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from moderation.scoring.base import Producer, Scorer
from moderation.text import Views
from moderation.text.words import DISGUISED_FILE, VOCABULARY_FILE

# Every detector reads through the views, so their code and words belong to what it judged with.
_TEXT_FOLDER = Path(__file__).parent.parent / "text"
_TEXT_FILES = (*sorted(_TEXT_FOLDER.glob("*.py")), DISGUISED_FILE, VOCABULARY_FILE)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the author's own text, in code points, end exclusive, and why it counts."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One attribute of one text; `value` is in [0, 1]."""

    attribute: str
    value: float
    producer: Producer
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """What "the publication" means, and what its editors set.

    `contacts` are addresses and numbers that the site publishes itself: no personal data.
    `blocked_domains` are hosts in lower case, those below them included.
    """

    name: str
    aliases: tuple[str, ...]
    domain: str
    handles: tuple[str, ...]
    staff: tuple[str, ...]
    blocked_phrases: tuple[str, ...]
    languages: tuple[str, ...]
    contacts: tuple[str, ...] = ()
    blocked_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What a detector may look at: the text in both views, the site, and the scorer."""

    views: Views
    site: SiteProfile
    scorer: Scorer


class Detector(Protocol):
    """Looks for one thing. Pure apart from the scorer that it may ask."""

    attributes: tuple[str, ...]
    producer: Producer

    def detect(self, material: Material) -> list[Finding]:
        """Return exactly one finding per attribute, 0.0 where there is nothing to find.

        A signal that is missing therefore means a fault, and a fault holds the comment.
        Raises ScorerUnavailable where the scorer does.
        """


def make_producer(name: str, version: str, *files: Path) -> Producer:
    """Return the producer whose digest is the SHA-256 over all code and data it judges with.

    `files` are the detector's own source and its data; the text package is always part of it. A
    changed word list is thus another producer, without anybody having to remember a version.
    """
    digest = hashlib.sha256()
    for file in (*files, *_TEXT_FILES):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return Producer(name, version, digest.hexdigest())
