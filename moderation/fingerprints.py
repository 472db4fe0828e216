"""A text as a few keyed numbers, most of which it shares with whatever is nearly the same text.

MinHash over its words and pairs of words, in bands (A. Broder 1997; Leskovec, Rajaraman and Ullman,
Mining of Massive Datasets, ch. 3): of two texts with 8 in 10 of their words and pairs in common, 93
in 100 are known as alike, with half of them in common 5 in 100, with a third 1 in 2,000.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from articles.audit import keyed_digest
from moderation.text import sentences, views

BANDS, ROWS = 12, 3
# So many equal bands make two texts nearly the same.
ALIKE = 4

# What is shorter is said by many people, and by one in many places: "Great article, thank you".
FEWEST_WORDS_OF_ONE = 10
FEWEST_WORDS_OF_MANY = 14
# Nobody types a link by chance, so it weighs as much as a sentence.
_LINK_WEIGHT = 6
# Words said in others' sentences count as theirs, from this many on.
_FEWEST_QUOTED = 4

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Ideographs stand without blanks; each is about half a word.
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W_\u3040-\u30ff\u3400-\u9fff]+")
_QUOTED = re.compile(r"^[ \t]*>.*$|[\"“„«]((?:\S+\s+){3,}\S*?)[\"”“»]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`own` knows the text again among its author's, `shared` its own words among all of the site.

    Either is empty, or has one signed 64-bit number a band; empty where too little was said.
    """

    own: tuple[int, ...]
    shared: tuple[int, ...]

    @property
    def values(self) -> tuple[int, ...]:
        return self.own + self.shared


class Fingerprints:
    """Makes fingerprints for one site, under a key that never leaves the process."""

    def __init__(self, site_id: int) -> None:
        self._site = site_id
        self._key = bytes.fromhex(keyed_digest("fingerprint", str(site_id)))

    def of(self, text: str, *, author_id: int, article: Collection[str]) -> Fingerprint:
        """Return the fingerprint of an author's text below an article of these paragraphs.

        The article's own sentences do not count, nor do marked quotations, unless there is nothing
        else: then they are the author's way to say it, though not a word that many share.
        """
        unmarked = _unprinted(_QUOTED.sub(" ", text), article)
        said = _words(unmarked)
        own = said or _words(_unprinted(text, article))
        return Fingerprint(
            own=self._bands(f"author {author_id}", own, FEWEST_WORDS_OF_ONE),
            shared=self._bands("site", said, FEWEST_WORDS_OF_MANY),
        )

    def _bands(self, scope: str, words: Sequence[str], fewest: int) -> tuple[int, ...]:
        if _weight(words) < fewest:
            return ()
        lowest = _lowest(
            [self._hash(shingle) for shingle in {*words, *map(" ".join, pairwise(words))}]
        )
        return tuple(
            int.from_bytes(
                self._digest(f"{scope} {band} ".encode() + minima.tobytes()), signed=True
            )
            for band, minima in enumerate(lowest.reshape(BANDS, ROWS))
        )

    def _hash(self, shingle: str) -> int:
        return int.from_bytes(self._digest(shingle.encode("utf-8", "replace")))

    def _digest(self, message: bytes) -> bytes:
        return hmac.digest(self._key, message, "sha256")[:8]


def _lowest(hashes: Sequence[int]) -> npt.NDArray[np.uint64]:
    """Return the lowest hash under each of the permutations: equal ones come in the share of
    what two texts have in common (A. Broder)."""
    each = np.array(hashes, dtype=np.uint64)[:, np.newaxis]
    lowest: npt.NDArray[np.uint64] = (each * _FACTORS + _ADDENDS).min(axis=0)
    return lowest


def _constants(name: str) -> npt.NDArray[np.uint64]:
    """Return one number a permutation, the same for ever: stored fingerprints depend on them."""
    drawn = (hashlib.sha256(f"{name} {n}".encode()).digest() for n in range(BANDS * ROWS))
    return np.array([int.from_bytes(number[:8]) | 1 for number in drawn], dtype=np.uint64)


_FACTORS, _ADDENDS = _constants("factor"), _constants("addend")


def _words(text: str) -> list[str]:
    """Return the words without their disguises; a link's address is one of them."""
    links = [link[0].lower().rstrip(".,;!?)") for link in _LINK.finditer(text)]
    return [*_WORD.findall(views(_LINK.sub(" ", text)).folded), *links]


def _weight(words: Sequence[str]) -> float:
    return sum(
        _LINK_WEIGHT if _LINK.match(word) else 1 if len(word) > 1 else 0.5 for word in {*words}
    )


def _unprinted(text: str, article: Collection[str]) -> str:
    """Return the text without the sentences that the article printed."""
    printed = f" {' '.join(_WORD.findall(' '.join(article).lower()))} "
    return " ".join(
        text[start:end]
        for start, end in sentences(text)
        if not _is_part(_WORD.findall(text[start:end].lower()), printed)
    )


def _is_part(words: Sequence[str], printed: str) -> bool:
    return len(words) >= _FEWEST_QUOTED and f" {' '.join(words)} " in printed
