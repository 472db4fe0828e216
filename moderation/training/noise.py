"""Spelling noise: so that a model reads what the text views cannot repair."""

from collections.abc import Callable
from random import Random

_LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "$", "t": "7"})
_SEPARATORS = (".", "-", "_", "*", " ")
# Shorter words have no letters to spare.
_SHORTEST = 4
_ALTERED_WORDS = 0.3


def noisy(text: str, random: Random) -> str:
    """Return the text with about a third of its longer words misspelled, in one manner each."""
    return " ".join(
        random.choice(MANNERS)(word, random)
        if len(word) >= _SHORTEST and word.isalpha() and random.random() < _ALTERED_WORDS
        else word
        for word in text.split(" ")
    )


def _leet(word: str, random: Random) -> str:
    return word.translate(_LEET)


def _swapped(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


def _stretched(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + word[at] * random.randrange(2, 5) + word[at + 1 :]


def _starred(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    return word[:at] + "*" + word[at + 1 :]


def _separated(word: str, random: Random) -> str:
    return random.choice(_SEPARATORS).join(word)


MANNERS: tuple[Callable[[str, Random], str], ...] = (
    _leet,
    _swapped,
    _dropped,
    _stretched,
    _starred,
    _separated,
)
