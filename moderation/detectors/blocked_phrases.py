"""`blocked_phrase`: a word or phrase that this site's editors never want to see."""

from functools import lru_cache
from pathlib import Path

import ahocorasick

from moderation.detectors.base import Finding, Material, Span, make_producer
from moderation.text import views


class BlockedPhrases:
    attributes: tuple[str, ...] = ("blocked_phrase",)
    producer = make_producer("blocked_phrases", "1", Path(__file__))

    def detect(self, material: Material) -> list[Finding]:
        """Return 1.0 where a phrase stands as whole words in either view, letter case aside."""
        seen, phrases = material.views, material.site.blocked_phrases
        spans = {
            Span(start, end, "blocked phrase")
            for start, end in _occurrences(_casefolded(seen.plain), phrases)
        } | {
            Span(*seen.original_span(start, end), "blocked phrase")
            for start, end in _occurrences(seen.folded, phrases)
        }
        ordered = tuple(sorted(spans, key=lambda span: (span.start, span.end)))
        return [Finding(self.attributes[0], float(bool(ordered)), self.producer, ordered)]


@lru_cache(maxsize=128)
def _automaton(phrases: tuple[str, ...]) -> ahocorasick.Automaton | None:
    """Build the search once per list: its cost per text does not grow with the list."""
    automaton = ahocorasick.Automaton()
    for phrase in phrases:
        # Both spellings, since the views are searched in the same automaton.
        for spelling in {_casefolded(phrase).strip(), views(phrase).folded.strip()} - {""}:
            automaton.add_word(spelling, len(spelling))
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _occurrences(text: str, phrases: tuple[str, ...]) -> list[tuple[int, int]]:
    automaton = _automaton(phrases)
    if automaton is None:
        return []
    spans = ((last - length + 1, last + 1) for last, length in automaton.iter(text))
    return [(start, end) for start, end in spans if _is_whole(text, start, end)]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no word goes on over the edges: "ass" is not blocked in "assassin"."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not before and not after


def _casefolded(text: str) -> str:
    """Lower the case without moving an index: a few letters become two and stay as they are."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
