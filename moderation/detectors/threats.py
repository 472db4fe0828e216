"""`threat` and `incitement`: violence announced to somebody, and violence others are called to.

A threat is a person or group, violence and an intention, which may be veiled ("we know where you
live"); a call is the same with an order or a wish to others in the place of the intention. What
reports, quotes, denies, asks or plays with such words is neither. The scorer's own `threat` stands
beside these values: it sees tone, this sees grammar.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from moderation.detectors import threats_context, threats_words, word_file
from moderation.detectors.base import Finding, Material, Span, make_producer
from moderation.detectors.threats_context import (
    EXCUSES_FILE,
    is_excused,
    is_of_games,
    without_quotations,
)
from moderation.detectors.threats_words import (
    FORESEEN,
    LED,
    VIOLENCE,
    WORDS_FILE,
    Way,
    acts,
    composed_way,
)
from moderation.text import sentences

# Characters from an intention to its act.
_LONGEST_LEAD = 120


@dataclass(frozen=True, slots=True)
class _Found:
    """A way to threaten, and where in the folded text it was found; end exclusive."""

    way: Way
    start: int
    end: int


class Threats:
    attributes: tuple[str, ...] = ("threat", "incitement")
    producer = make_producer(
        "threats",
        "1",
        *(Path(str(module.__file__)) for module in (threats_context, threats_words, word_file)),
        Path(__file__),
        WORDS_FILE,
        EXCUSES_FILE,
    )

    def detect(self, material: Material) -> list[Finding]:
        """Return for each attribute its weightiest way's value; 0.5 parts meant from said."""
        # One kind of apostrophe, one for one, so that the places stay.
        text = without_quotations(material.views.folded.replace("\u2019", "'"))
        found = [] if is_of_games(text) else list(_found(text))
        return [self._finding(attribute, found, material) for attribute in self.attributes]

    def _finding(self, attribute: str, found: list[_Found], material: Material) -> Finding:
        own = [one for one in found if one.way.attribute == attribute]
        value = max((one.way.value for one in own), default=0.0)
        places = sorted({(one.start, one.end, one.way.why) for one in own})
        spans = tuple(
            Span(*material.views.original_span(start, end), why) for start, end, why in places
        )
        return Finding(attribute, value, self.producer, spans)


def _found(text: str) -> Iterator[_Found]:
    for start, end in sentences(text):
        sentence = text[start:end]
        for found in (*_foreseen(sentence), *_led(sentence)):
            if not is_excused(sentence, found.start, found.end):
                yield replace(found, start=start + found.start, end=start + found.end)
        for match in VIOLENCE.finditer(sentence):
            place = start + match.start(), start + match.end()
            way = composed_way(text, *place)
            if way and not is_excused(sentence, *match.span()):
                yield _Found(way, *place)


def _foreseen(sentence: str) -> Iterator[_Found]:
    for way in FORESEEN:
        for match in way.pattern.finditer(sentence):
            yield _Found(way, *match.span())


def _led(sentence: str) -> Iterator[_Found]:
    """Yield the violent acts that an intention or a call leads up to."""
    for start, end in acts(sentence):
        for way in LED:
            if lead := way.pattern.search(sentence, max(0, start - _LONGEST_LEAD), start):
                yield _Found(way, lead.start(), end)
