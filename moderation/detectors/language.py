"""`unknown_language`: a text in a language whose harm the scorer was never trained to see.

Only certainty holds a comment: what is short, mixed, or like nothing in particular (slang, names,
shouting, disguises) counts as known, since the scorer's number for it is no worse than usual.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.conf.locale import LANG_INFO

from moderation.detectors import language_model as model
from moderation.detectors import language_romanised as latin_letters
from moderation.detectors.base import Finding, Material, Span, make_producer
from moderation.text import sentences

# Languages with newspapers of their own. Small neighbours (Aragonese beside Spanish, Moroccan
# beside standard Arabic) are left out: they would take half of the certainty away.
CANDIDATES = (
    "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et",
    "eu", "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja",
    "ka", "kk", "km", "kn", "ko", "ky", "la", "lt", "lv", "mk", "ml", "mn", "mr", "my", "ne", "nl",
    "no", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta",
    "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh",
)  # fmt: skip
# Latin is quoted, not written: habeas corpus, sic transit.
_QUOTED_ONLY = frozenset({"la"})
UNKNOWN = "unknown"
# Languages for which Django has no name.
_NAMES = {
    "am": "Amharic", "gu": "Gujarati", "la": "Latin", "ps": "Pashto", "si": "Sinhala",
    "so": "Somali", "tl": "Tagalog", "zh": "Chinese",
}  # fmt: skip

MIN_CONFIDENCE = 0.85
MAX_KNOWN_SHARE = 0.02
MIN_LETTERS = 20
# A proverb or a slogan is spice; a passage of this length says something of its own.
MIN_PASSAGE_LETTERS = 60

_NOISE = re.compile(
    r"https?://\S+|www\.\S+|[@#]\w+"
    r"|\"[^\"\n]{1,60}\"|“[^”\n]{1,60}”|«[^»\n]{1,60}»|^>.{0,60}$",
    re.MULTILINE,
)
_PART = re.compile(r"[^:;]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_NOT_LATIN = re.compile("[^\\W\\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text, end exclusive, in one language that is certain."""

    start: int
    end: int
    language: str


class Language:
    attributes: tuple[str, ...] = ("unknown_language",)
    producer = make_producer(
        "language",
        "2",
        *map(Path, (__file__, model.__file__, latin_letters.__file__)),
        model.MODEL_FILE,
        latin_letters.WORDS_FILE,
    )

    def detect(self, material: Material) -> list[Finding]:
        """Return 1.0 where the text, or a long passage of it, is with confidence in a language that
        the scorer does not know.

        The first span has no length and says which language the text is in (`language_of`); the
        others mark what the scorer cannot read.
        """
        text, known = material.views.plain, material.scorer.languages
        language = recognise(text, known)
        said = Span(0, 0, language or UNKNOWN)
        spans = tuple(
            Span(passage.start, passage.end, f"in {name_of(passage.language)}")
            for passage in _foreign_passages(text, language, known)
        )
        return [Finding(self.attributes[0], float(bool(spans)), self.producer, (said, *spans))]


def language_of(spans: Iterable[Sequence[object]]) -> str:
    """Return the language that a stored signal's spans say, `unknown` where none is certain."""
    return next((str(why) for start, end, why in spans if start == end), UNKNOWN)


def name_of(code: str) -> str:
    """Return a language's English name, or its code where that is all there is."""
    language, _, script = code.partition("-")
    name = _NAMES.get(language) or str(LANG_INFO.get(language, {}).get("name", language))
    return f"{name} in Latin letters" if script else name


def recognise(text: str, known: frozenset[str] = frozenset()) -> str | None:
    """Return the text's language (ISO 639-1, `ru-Latn` for Russian in Latin letters), or None
    where that is not certain.

    Certain means: likelier than `MIN_CONFIDENCE`, and no `known` language with a share that
    counts. A `known` language only has to be likelier than all others together.
    """
    words = _in_one_alphabet(_NOISE.sub(" ", text))
    if _letters(words) < MIN_LETTERS:
        return None
    # Shouting is read as speech: in capitals, the letters of most languages look English.
    shares = model.language_model().probabilities(words.lower())
    language = max(shares, key=lambda code: shares[code], default="")
    rivals = sum(shares.get(code, 0.0) for code in known - {language})
    certain = shares.get(language, 0.0) >= MIN_CONFIDENCE and rivals <= MAX_KNOWN_SHARE
    if certain and language not in _QUOTED_ONLY | known:
        return language
    if code := latin_letters.romanised(words):
        return f"{code}-Latn"
    return language if language in known and shares[language] > 0.5 else None


def _in_one_alphabet(text: str) -> str:
    """Return the text without the letters of the fewer: names in Latin letters in a Russian text,
    a word of Arabic in an English one."""
    latin = sum(len(run[0]) for run in _LATIN.finditer(text))
    return (_NOT_LATIN if 2 * latin >= _letters(text) else _LATIN).sub(" ", text)


def _foreign_passages(text: str, language: str | None, known: frozenset[str]) -> list[Passage]:
    """Return what the scorer cannot read: all of a foreign text, or its long foreign passages."""
    if language is not None and language not in known:
        start = len(text) - len(text.lstrip())
        return [Passage(start, len(text.rstrip()), language)]
    recognised = groupby(_parts(text, known), key=lambda part: part.language)
    joined = (
        Passage(parts[0].start, parts[-1].end, code)
        for code, group in recognised
        if code and code not in known and (parts := list(group))
    )
    return [p for p in joined if _letters(text[p.start : p.end]) >= MIN_PASSAGE_LETTERS]


def _parts(text: str, known: frozenset[str]) -> Iterator[Passage]:
    """Yield the parts of sentences long enough to be in a language; "" is an uncertain one."""
    for start, end in sentences(text):
        for match in _PART.finditer(text, start, end):
            if _letters(match[0]) >= MIN_LETTERS:
                yield Passage(*match.span(), recognise(match[0], known) or "")


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
