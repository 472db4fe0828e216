"""What every scorer promises. Nothing here knows Django, a model or a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

# Attribute -> probability. Callers check each number themselves: NaN, infinity, a value outside
# [0, 1] or a missing attribute is a fault of the scorer, never a reason to publish.
Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Producer:
    """Who made a number: enough to explain it years later.

    `digest` is the hex SHA-256 of what it judged with (see `manifest.Manifest.digest`).
    """

    name: str
    version: str
    digest: str


class ScorerUnavailable(Exception):
    """No trustworthy scorer: a worker must not start, a screening is tried again later.

    The message is one sentence for the operator: what is wrong and what to do.
    """


class Scorer(Protocol):
    """Turns texts into scores."""

    producer: Producer
    attributes: tuple[str, ...]
    # ISO 639-1 codes of the languages it was trained for; elsewhere its numbers mean nothing.
    languages: frozenset[str]
    window_tokens: int

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Score a batch; result[i] belongs to texts[i].

        Unit: uncalibrated probability in [0, 1], comparable only within one `producer`.
        A text longer than the window is read in overlapping windows, nothing is cut, the highest
        value per attribute counts. The scores of a text do not depend on its batch mates.
        Raises ValueError for a text that is no valid Unicode (a lone surrogate), ScorerUnavailable
        (retry later). Never returns a partial batch.
        """

    def unknown_share(self, text: str) -> float:
        """Return the share of the text's tokens that the vocabulary does not know, in [0, 1].

        A "word" of more than 100 characters is one unknown token for some tokenizers: an insult
        inside it was not read. A text without any token (blank, invisible) was not read at all: 1.
        """


@runtime_checkable
class GlancingScorer(Protocol):
    """A scorer of which a part alone reads a text at a fraction of the cost of the whole."""

    def glance(self, texts: Sequence[str]) -> list[Scores] | None:
        """Return what that part makes of each text: good enough to say where to look, never to
        judge. None where this scorer has no such part.
        """
