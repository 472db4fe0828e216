"""Which spellings are words: usual English ones, and words that get disguised.

A disguise is undone only where a word comes to light; whatever merely looks odd stays as it is.
"""

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# Usual words, the most usual first.
VOCABULARY_FILE = Path(__file__).with_name("words.txt")
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
    """Return the usual words and their place in the order of frequency."""
    return {word: rank for rank, word in enumerate(_listed(VOCABULARY_FILE))}


@cache
def disguised_words() -> tuple[str, ...]:
    return _listed(DISGUISED_FILE)


def usual_words() -> Iterable[str]:
    """Return the usual words, the most usual first."""
    return _ranks()


def _listed(file: Path) -> tuple[str, ...]:
    lines = file.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _disguised() -> frozenset[str]:
    return frozenset(disguised_words()) | {word + "s" for word in disguised_words()}


@cache
def all_words() -> frozenset[str]:
    """Return every spelling that is a word, for who asks about many."""
    return _disguised().union(_ranks())


def is_disguised_word(word: str) -> bool:
    return word in _disguised()


def is_word(word: str) -> bool:
    return word in all_words()


def most_usual(spellings: Iterable[str]) -> str | None:
    """Return the likeliest word among the spellings, a disguised one first; None: no word."""
    words = all_words().intersection(spellings)
    if not words:
        return None
    ranks = _ranks()
    return min(
        words,
        key=lambda word: (not is_disguised_word(word), ranks.get(word, len(ranks)), word),
    )


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
                cost = math.log((ranks.get(word, len(ranks)) + 1) * scale)
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
