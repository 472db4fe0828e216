"""The ways to threaten and to call for violence; `threats_words.txt` holds their words by kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moderation.detectors.word_file import read_kinds

WORDS_FILE = Path(__file__).with_name("threats_words.txt")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say it; `value` is what it weighs where nothing takes it back."""

    attribute: str
    why: str
    value: float
    pattern: re.Pattern[str]


_WORDS = read_kinds(WORDS_FILE)


def _words(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_WORDS[kind]})(?!\w)")


def _sentence(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_WORDS[kind]})")


def _lead(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_WORDS[kind]})$")


FORESEEN = (
    Way("threat", "threat", 0.9, _sentence("threat")),
    Way("threat", "veiled threat", 0.7, _sentence("veiled")),
    Way("incitement", "call to violence", 0.9, _sentence("incitement")),
)
# Here the pattern is what leads up to a violent act.
LED = (
    Way("threat", "threat", 0.9, _lead("threat_lead")),
    Way("incitement", "call to violence", 0.9, _lead("incitement_lead")),
)

VIOLENCE = _words("violence")
_TO_COME = Way("threat", "violence to come", 0.6, VIOLENCE)
_CALLED_FOR = Way("incitement", "violence called for", 0.6, VIOLENCE)
_COMING, _SUMMONS, _TARGET = map(_words, ("coming", "summons", "target"))
_YOU = re.compile(r"\b(?:you|your|yours|u|ur|ya)\b")
_SPEAKER = re.compile(r"\b(?:i|we|my|our|me|imma)\b")
# Characters on either side in which the words belong together, over the ends of sentences too.
_NEAR = 70

_ACT, _ACT_ON = _sentence("act"), _sentence("act_on")
_PERSON = _words("person")


def acts(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each violent act; one that has an object only where it is a person."""
    yield from (match.span() for match in _ACT.finditer(sentence))
    match = _ACT_ON.search(sentence)
    while match:
        person = _PERSON.match(sentence, match.start(match.lastindex or 0))
        if person:
            yield match.start(), max(match.end(), person.end())
        match = _ACT_ON.search(sentence, match.end() if person else match.start() + 1)


def composed_way(text: str, start: int, end: int) -> Way | None:
    """Put together what no sentence foresees: violence, somebody it is for, and that it comes."""
    near = text[max(0, start - _NEAR) : end + _NEAR]
    to_you, to_others = _YOU.search(near), _TARGET.search(near)
    if (to_you or (to_others and _SPEAKER.search(near))) and _COMING.search(near):
        return _TO_COME
    if to_others and not to_you and _SUMMONS.search(near):
        return _CALLED_FOR
    return None
