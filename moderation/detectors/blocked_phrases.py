"""`blocked_phrase`: a word or phrase that this site's editors never want to see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ahocorasick

from moderation.detectors import blocked_phrases_spelling as spelling
from moderation.detectors.base import Finding, Material, Span, make_producer
from moderation.detectors.blocked_phrases_spelling import (
    PhraseWords,
    plain_word,
    respelled,
)
from moderation.text import Views, views
from moderation.text.traced import Traced
from moderation.text.words import is_word

_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
# Other signs carry the meaning: "c++" may not become "c", which is all over the place.
_MADE_OF_WORDS = re.compile(r"[\w\s'\u2019.,-]+")
# Their words stand without blanks between them, so no edge can be asked for.
_UNPARTED_SCRIPTS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)


class BlockedPhrases:
    attributes: tuple[str, ...] = ("blocked_phrase",)
    producer = make_producer("blocked_phrases", "2", *map(Path, (__file__, spelling.__file__)))

    def detect(self, material: Material) -> list[Finding]:
        """Return 1.0 where a phrase stands as whole words, letter case and disguises aside."""
        phrases = material.site.blocked_phrases
        found = phrase_index(phrases).occurrences(material.views) if phrases else ()
        spans = {Span(*span, "blocked phrase") for span in found}
        ordered = tuple(sorted(spans, key=lambda span: (span.start, span.end)))
        return [Finding(self.attributes[0], float(bool(ordered)), self.producer, ordered)]


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """A list of phrases, made ready once: its cost per text does not grow with its length.

    `as_written` is searched in both views, `in_words` in the words that the folded view spells.
    """

    as_written: ahocorasick.Automaton
    in_words: ahocorasick.Automaton
    words: PhraseWords

    def occurrences(self, seen: Views) -> Iterator[tuple[int, int]]:
        """Yield where the phrases stand in the plain view."""
        plain, folded = Traced.whole(_lower(seen.plain)), Traced(seen.folded, seen.offsets)
        yield from _found(self.as_written, _one_blank(plain))
        yield from _found(self.as_written, _one_blank(folded))
        yield from _found(self.in_words, respelled(folded, self.words))
        # Folding reads disguises as its own vocabulary has it, not as the list does.
        if folded.text != plain.text:
            yield from _found(self.in_words, respelled(plain, self.words))


@lru_cache(maxsize=128)
def phrase_index(phrases: tuple[str, ...]) -> PhraseIndex:
    """Build the search for a list; 10,000 phrases take 0.7 s and 11 MB (measured)."""
    as_written: set[str] = set()
    in_words: set[str] = set()
    for phrase in phrases:
        # Both spellings, since both views are searched.
        for spelled in (_lower(phrase), views(phrase).folded):
            as_written.add(_BLANKS.sub(" ", spelled).strip())
            if _MADE_OF_WORDS.fullmatch(spelled):
                in_words |= _keys(spelled)
    return PhraseIndex(
        _automaton(as_written - {""}), _automaton(in_words - {""}), PhraseWords.of(in_words)
    )


def _keys(phrase: str) -> set[str]:
    """Return the phrase as words with blanks between, and as one word if that is no other one."""
    words = [plain_word(word) for word in _WORD.findall(phrase)]
    glued = "".join(words)
    return {" ".join(words), *([] if is_word(glued) else [glued])}


def _automaton(keys: set[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key in keys:
        automaton.add_word(key, len(key))
    automaton.make_automaton()
    return automaton


def _found(automaton: ahocorasick.Automaton, text: Traced) -> Iterator[tuple[int, int]]:
    """Yield, as places where `text` came from, each key that stands there as whole words."""
    if not len(automaton):
        return
    for last, length in automaton.iter(text.text):
        start, end = last - length + 1, last + 1
        if not (_goes_on(text.text, start) or _goes_on(text.text, end)):
            # Least and greatest, not first and last: a reversed run counts downwards.
            origins = text.offsets[start:end]
            yield min(origins), max(origins) + 1


def _goes_on(text: str, edge: int) -> bool:
    """Tell whether a word goes on over the edge: "ass" is not blocked in "assassin"."""
    if edge in {0, len(text)}:
        return False
    around = text[edge - 1 : edge + 1]
    return around.isalnum() and not _UNPARTED_SCRIPTS.search(around)


def _one_blank(text: Traced) -> Traced:
    """Let any blanks and line ends between two words be one blank."""
    return text.edited(
        [
            (*match.span(), text.part(*match.span()).respelled(" "))
            for match in _BLANKS.finditer(text.text)
            if match[0] != " "
        ]
    )


def _lower(text: str) -> str:
    """Lower the case without moving an index: a few letters become two and stay as they are."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
