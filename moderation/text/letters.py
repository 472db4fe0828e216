"""Undo what is done to the letters of a word: spaced, stretched, swapped for digits, masked."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from moderation.text.masks import unmask_signs
from moderation.text.misspelled import FEW, ODD_SHARE, is_form_of_word, meant
from moderation.text.traced import NOTHING, Edit, Traced
from moderation.text.words import (
    all_words,
    is_disguised_word,
    is_word,
    most_usual,
    part_sentence,
    part_words,
)

# Three or more single letters, each parted from the next by the same one or two signs.
_SINGLE_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_]([\W_]{1,2})[^\W\d_](?:\1[^\W\d_])+(?![^\W_])")
_HUMPS = re.compile(r"(?<![^\W_])(?:[A-Z]?[a-z]+|[A-Z])(?:[A-Z][a-z]*){2,}(?![^\W_])")
_HUMP = re.compile(r"[A-Z]?[a-z]*")
_TOKEN = re.compile(r"\S+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_INNER_SIGNS = re.compile(r"[^\w\s]|_")
# What a sentence puts around a word; signs that pass for letters are not among it.
_AROUND = ".,;:?\"'“”‘\u2019„«»()[]{}<>…-*#_~`/\\&%^=·•"  # noqa: RUF001  # the signs themselves
_ADDRESS = re.compile(r"://|www\.|\w@\w+\.\w")

_LEET = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "|": "il", "+": "t", "€": "e", "¡": "i",
}  # fmt: skip
# F16, MH17, B52s: a few letters and a number. 2nd, 1990s, 155mm, 10am: a number and its unit.
_NAME_OR_MEASURE = re.compile(r"[^\W\d_]{1,3}-?\d+[a-z]?|\d+-?[^\W\d_]{1,2}|\d{2,}-?[^\W\d_]{1,3}")
# He'll is not hell, and Ada's are not adas.
_CONTRACTED = re.compile(r"(?:['\u2019](?:s|ll|re|ve|d|m)|n['\u2019]t)$")  # both signs
_MOST_CHOICES = 64
_LONGEST_TOKEN = 40


def part_humps(text: Traced) -> Traced:
    """Part wordsWrittenLikeThis, where each of at least three is a word."""
    edits: list[Edit] = []
    for match in _HUMPS.finditer(text.text):
        humps = [hump[0] for hump in _HUMP.finditer(match[0]) if hump[0]]
        if not match[0].isupper() and all(map(_is_hump, humps)):
            edits += _parted(text, match.start(), humps)
    return text.edited(edits)


def _is_hump(letters: str) -> bool:
    return letters in "AI" if len(letters) == 1 else is_word(letters.lower())


def join_single_letters(text: Traced) -> Traced:
    edits: list[Edit] = []
    for match in _SINGLE_LETTERS.finditer(text.text):
        step = 1 + len(match[1])
        letters = match[0][::step]
        # Nobody writes abbreviations with hearts in between.
        whole = is_word(letters) or unicodedata.category(match[1][0]) == "So"
        words = [letters] if whole else part_words(letters)
        # U.S. and i.o.u. are abbreviations; three letters are a word only if one hides them.
        if words is None or (len(letters) < 4 and not is_disguised_word(letters)):
            continue
        ends: set[int] = set()
        for word in words:
            ends.add(max(ends, default=0) + len(word))
        for index in range(1, len(letters)):
            at = match.start() + index * step
            gap = text.part(at - len(match[1]), at)
            edits.append((at - len(match[1]), at, gap.respelled(" ") if index in ends else NOTHING))
    return text.edited(edits)


def respell_tokens(text: Traced) -> Traced:
    """Give each disguised token the spelling of the word that it hides, if there is one."""
    words = all_words()
    tokens = list(_TOKEN.finditer(text.text))
    unknown = [match for match in tokens if match[0] not in words]
    odd = [(match, core) for match in unknown if (core := _core(match[0])) and core not in words]
    slips = len(odd) <= max(FEW, ODD_SHARE * len(tokens))
    edits: list[Edit] = []
    for match, core in odd:
        if len(core) < 3 or _ADDRESS.search(match[0]):
            continue
        start = match.start() + match[0].index(core)
        end = start + len(core)
        if core.isalpha() and len(core) >= 8 and core.isascii() and (w := part_sentence(core)):
            edits += _parted(text, start, w)
        elif word := _hidden_word(core) or (slips and meant(core)):
            edits.append((start, end, text.part(start, end).respelled(word)))
    return text.edited(edits)


def _core(token: str) -> str:
    return token.strip(_AROUND).rstrip("!|+")


def _parted(text: Traced, start: int, words: list[str]) -> list[Edit]:
    """Return the edits that put a blank between glued words."""
    edits = []
    for word in words[:-1]:
        start += len(word)
        edits.append((start, start, text.part(start, start + 1).respelled(" ")))
    return edits


def _hidden_word(token: str) -> str | None:
    if len(token) > _LONGEST_TOKEN:
        return _squeezed(token) if token.isalpha() else None
    if token.isalpha():
        return _unstretched(token)
    return _unparted(token) or _without_leet(token) or unmask_signs(token)


def _unstretched(word: str) -> str | None:
    """Shorten runs of three and more, to two or one as the known word needs; None: no run."""
    runs = list(_STRETCHED.finditer(word))
    if not runs or len({*word}) == 1:
        return None
    if 2 ** len(runs) > _MOST_CHOICES:
        return _squeezed(word)
    lengths = product((2, 1), repeat=len(runs))
    return most_usual(_shortened(word, iter(sizes)) for sizes in lengths) or _squeezed(word)


def _shortened(word: str, sizes: Iterator[int]) -> str:
    return _STRETCHED.sub(lambda run: run[1] * next(sizes), word)


def _squeezed(word: str) -> str | None:
    # German compounds have three in a row (Schifffahrt); four are nobody's spelling.
    shorter = re.sub(r"([^\W\d_])\1{3,}", r"\1\1", word)
    return shorter if shorter != word else None


def _unparted(token: str) -> str | None:
    """Drop signs inside a word, where the parts are not words themselves."""
    joined = _INNER_SIGNS.sub("", token)
    if joined == token or not joined.isalpha() or _CONTRACTED.search(token):
        return None
    if is_disguised_word(joined) and len(joined) > 3:
        return joined
    parts = _INNER_SIGNS.split(token)
    real = any(len(part) > 2 and is_word(part) for part in parts) or all(map(is_word, parts))
    return joined if len(joined) > 3 and is_form_of_word(joined) and not real else None


def _without_leet(token: str) -> str | None:
    if not any(c.isalpha() for c in token) or _NAME_OR_MEASURE.fullmatch(token):
        return None
    choices, count = [], 1
    for character in token:
        letters = _LEET.get(character, character)
        if not letters.isalpha():
            return None
        choices.append(letters)
        count *= len(letters)
    if count > _MOST_CHOICES:
        return None
    spellings = ["".join(letters) for letters in product(*choices)]
    word = most_usual(spellings) or next(filter(is_form_of_word, spellings), None)
    return word if word and (len(word) > 3 or is_disguised_word(word)) else None
