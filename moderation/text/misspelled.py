"""Read words with one slip of the pen: two letters swapped, one doubled, dropped or changed."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain

from moderation.text.words import disguised_words, is_disguised_word, is_word, most_usual

_WORD = re.compile(r"[a-z]{4,14}")
_VOWELS = re.compile("[aeiouy]")
_ALPHABET = "etaoinshrdlucmfwypvbgkjqxz"
_ENDINGS = (
    ("s", ""), ("es", ""), ("es", "e"), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"),
    ("ing", ""), ("ing", "e"), ("in", ""), ("in", "e"), ("er", ""), ("er", "e"), ("ers", ""),
    ("ers", "e"), ("est", ""), ("ly", ""), ("y", ""), ("ish", ""), ("ist", ""), ("ism", ""),
    ("able", ""), ("ation", "e"), ("ness", ""), ("less", ""), ("ful", ""),
)  # fmt: skip
_BEGINNINGS = ("un", "re", "non", "dis", "mis", "pre", "over", "anti", "out")
# A changed letter is a different word in most places; so it is read in these long ones alone.
_LONG = 6
# Odd words are taken for slips where they are few, or no more than this share of a text's words:
# in a foreign text nearly all are odd and none is a slip.
FEW, ODD_SHARE = 2, 0.5


def is_form_of_word(word: str) -> bool:
    """Return whether this is a usual word, or one with a usual ending or beginning."""
    if is_word(word):
        return True
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            if is_word(stem + instead) or (stem[-1] == stem[-2] and is_word(stem[:-1])):
                return True
    return any(
        word.startswith(beginning) and len(word) > len(beginning) + 3 and is_word(rest)
        for beginning in _BEGINNINGS
        if (rest := word[len(beginning) :])
    )


@lru_cache(maxsize=8192)
def meant(word: str) -> str | None:
    """Return the word that this one was meant to be; None where it is one, or far from any.

    First letters stay, as they do in slips and disguises that others shall be able to read.
    """
    if not _WORD.fullmatch(word) or is_form_of_word(word):
        return None
    if len(word) == 4:
        return _meant_short(word)
    return (
        most_usual(chain(_swapped(word), _undoubled(word)))
        or most_usual(_completed(word))
        or _insult(_changed(word))
    )


def _meant_short(word: str) -> str | None:
    """So short a word has many neighbours; a swear word without vowels has been robbed of it."""
    swapped = next(filter(is_disguised_word, _swapped(word)), None)
    if swapped or _VOWELS.search(word):
        return swapped
    return next(filter(is_disguised_word, _completed(word)), None)


def _swapped(word: str) -> Iterator[str]:
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _undoubled(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]


def _completed(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        for letter in _ALPHABET:
            yield word[:at] + letter + word[at:]


def _changed(word: str) -> Iterator[str]:
    """Return the word with each letter but the first as "?"."""
    for at in range(1, len(word)):
        yield word[:at] + "?" + word[at + 1 :]


def _insult(spellings: Iterable[str]) -> str | None:
    return next(filter(None, map(_long_insults().get, spellings)), None)


@cache
def _long_insults() -> dict[str, str]:
    words = [*disguised_words(), *(word + "s" for word in disguised_words())]
    return {gap: word for word in words if len(word) >= _LONG for gap in _changed(word)}
