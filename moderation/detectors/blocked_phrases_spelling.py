"""Words spelled to slip past a list: dotted, starred, stretched, in digits, letter by letter.

The folded view undoes this for words of its own vocabulary; here any word of a list counts, and
only those: whatever spells none of them stays as it is.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from typing import Self

from moderation.text.traced import Edit, Traced

_TOKEN = re.compile(r"\S+")
# Letters that stand alone, each parted from the next in the same way.
_SPACED = re.compile(r"(?<![^\W_])[^\W_]([\W_]{1,3})[^\W_](?:\1[^\W_])+(?![^\W_])")
_SIGNS = re.compile(r"[\W_]+")
# A sentence that ends between two words parts them; what else stands there does not.
_BREAK = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_LEET = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s",
         "!": "i", "|": "il", "+": "t", "\u20ac": "e"}  # fmt: skip
_MASKS = "*#"
_AROUND = ".,;:?\"'()[]{}<>\u201c\u201d\u2018\u2019\u00ab\u00bb\u2026-_~`/\\"
_MOST_SPELLINGS = 32
_LONGEST_TOKEN = 100
_FEWEST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """The words of a list of phrases, and how to find one of which some letters are masked."""

    words: frozenset[str]
    by_first_and_length: Mapping[tuple[str, int], tuple[str, ...]]

    @classmethod
    def of(cls, phrases: Collection[str]) -> Self:
        words = frozenset(word for phrase in phrases for word in phrase.split())
        index: dict[tuple[str, int], list[str]] = {}
        for word in sorted(words):
            index.setdefault((word[0], len(word)), []).append(word)
        return cls(words, {key: tuple(listed) for key, listed in index.items()})

    def hidden_in(self, token: str) -> str | None:
        """Return the word that a token without blanks spells, or None."""
        if len(token) > _LONGEST_TOKEN:
            return None
        spellings = _spellings(token)
        return next((word for word in spellings if word in self.words), None) or self._unmasked(
            token
        )

    def _unmasked(self, token: str) -> str | None:
        if not any(mask in token for mask in _MASKS):
            return None
        letters = token.strip(_AROUND)
        shown = sum(letter not in _MASKS for letter in letters)
        if shown < _FEWEST_SHOWN or 2 * shown < len(letters):
            return None
        for word in self.by_first_and_length.get((letters[0], len(letters)), ()):
            if all(a == b or a in _MASKS for a, b in zip(letters, word, strict=True)):
                return word
        return None


def plain_word(word: str) -> str:
    """Return the word in lower case without accents; \u00df is ss."""
    return _bare(word.casefold())


def respelled(text: Traced, phrase_words: PhraseWords) -> Traced:
    """Return the text as plain words with one blank between them, a line end where a sentence
    ends.
    """
    text = text.edited([*_joined(text, phrase_words)])
    return _only_words(text.edited(_undisguised(text, phrase_words)))


def _joined(text: Traced, phrase_words: PhraseWords) -> Iterator[Edit]:
    for match in _SPACED.finditer(text.text):
        letters = match[0][:: 1 + len(match[1])]
        if (word := plain_word(letters)) in phrase_words.words:
            yield (*match.span(), text.part(*match.span()).respelled(word))


def _undisguised(text: Traced, phrase_words: PhraseWords) -> list[Edit]:
    # A token that was looked at once is not looked at again: masks are slow, and get repeated.
    hidden = cache(phrase_words.hidden_in)
    edits: list[Edit] = []
    for match in _TOKEN.finditer(text.text):
        core = match[0].strip(_AROUND).lstrip("#").rstrip("!|+")
        if core.isalpha() and core.isascii() and not _STRETCHED.search(core):
            continue
        if core and (word := hidden(core)):
            start = match.start() + match[0].index(core)
            edits.append(
                (start, start + len(core), text.part(start, start + len(core)).respelled(word))
            )
    return edits


def _only_words(text: Traced) -> Traced:
    """Put one blank in the place of signs, and a line end in that of the end of a sentence."""
    return text.edited(
        [
            (
                *match.span(),
                text.part(*match.span()).respelled("\n" if _BREAK.match(match[0]) else " "),
            )
            for match in _SIGNS.finditer(text.text)
        ]
    )


def _spellings(token: str) -> Iterator[str]:
    """Yield what the token may spell: signs dropped or read as letters, runs of one shortened."""
    letters = [_LEET.get(sign, sign) for sign in token]
    for chosen in (
        "".join(signs) for signs in (token, *islice(product(*letters), _MOST_SPELLINGS))
    ):
        word = plain_word(_SIGNS.sub("", chosen))
        yield word
        if _STRETCHED.search(word):
            yield _STRETCHED.sub(r"\1", word)
            yield _STRETCHED.sub(r"\1\1", word)


def _bare(word: str) -> str:
    if word.isascii():
        return word
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", word)
        if not unicodedata.combining(letter)
    )
