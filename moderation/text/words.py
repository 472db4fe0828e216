"""Which spellings are words: the vocabulary of the compact scorer, and words that get disguised.

A disguise is undone only where a word comes to light; whatever merely looks odd stays as it is.
"""

import json
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

VOCABULARY_FILE = Path(__file__).parent.parent / "scoring" / "compact_model" / "tokenizer.json"
# Words that people mask with stars and signs, the most usual first.
DISGUISED_FILE = Path(__file__).with_name("disguised_words.txt")

LONGEST_GLUED = 60
# Glued words are parted only where they address somebody: "notwithstanding" must stay one word.
_ADDRESSING = frozenset({"you", "your", "are", "they"})
# The vocabulary holds many fragments of two letters; these alone are words in a sentence.
_SHORT_WORDS = frozenset(
    "a i u am an as at be by do go he if in is it me my no of on or so to ur up us we".split()  # noqa: SIM905  # one line instead of 27
)


@cache
def _ranks() -> dict[str, int]:
    """Return whole words and their place in the vocabulary, which is ordered by frequency."""
    vocabulary = json.loads(VOCABULARY_FILE.read_text("utf-8"))["model"]["vocab"]
    return {word: rank for word, rank in vocabulary.items() if word.isalpha()}


@cache
def disguised_words() -> tuple[str, ...]:
    lines = DISGUISED_FILE.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _disguised() -> frozenset[str]:
    return frozenset(disguised_words()) | {word + "s" for word in disguised_words()}


def is_disguised_word(word: str) -> bool:
    return word in _disguised()


def is_word(word: str) -> bool:
    return word in _ranks() or word in _disguised()


def most_usual(spellings: Iterable[str]) -> str | None:
    """Return the likeliest word among the spellings, a disguised one first; None: no word."""
    words = [spelling for spelling in spellings if is_word(spelling)]
    ranks = _ranks()
    return min(
        words,
        key=lambda word: (not is_disguised_word(word), ranks.get(word, len(ranks))),
        default=None,
    )


@cache
def _by_first_letter_and_length() -> dict[tuple[str, int], list[str]]:
    index: dict[tuple[str, int], list[str]] = {}
    for word in [*disguised_words(), *sorted(_disguised())]:
        index.setdefault((word[0], len(word)), []).append(word)
    return index


def unmask(letters: str, mask: str = "*") -> str | None:
    """Return the most usual disguised word that `letters` spells with some of them masked."""
    for word in _by_first_letter_and_length().get((letters[0], len(letters)), ()):
        if all(shown in (mask, letter) for shown, letter in zip(letters, word, strict=True)):
            return word
    return None


def part_words(letters: str) -> list[str] | None:
    """Part glued letters into the likeliest words; None where they cannot all be words.

    Costs grow with the rank in the vocabulary (Zipf's law), so few and frequent words win.
    """
    if len(letters) > LONGEST_GLUED:
        return None
    ranks, scale = _ranks(), math.log(len(_ranks()))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(letters) + 1):
        costs = [(math.inf, end)]
        for start in range(max(0, end - 16), end):
            word = letters[start:end]
            if (len(word) > 2 and is_word(word)) or word in _SHORT_WORDS:
                cost = math.log((ranks.get(word, 9_000) + 1) * scale)
                costs.append((best[start][0] + cost, start))
        best.append(min(costs))
    if math.isinf(best[-1][0]):
        return None
    words: list[str] = []
    end = len(letters)
    while end:
        start = best[end][1]
        words.insert(0, letters[start:end])
        end = start
    return words


def part_sentence(letters: str) -> list[str] | None:
    """Part glued letters that make a small sentence to or about somebody; else None."""
    words = part_words(letters)
    if words is None or len(words) < 3 or not _ADDRESSING.intersection(words):
        return None
    return words
