"""`unknown_language`: a text in a language whose harm the scorer was never trained to see.

Only certainty holds a comment: what is short, mixed, or like nothing in particular (slang, names,
shouting, disguises) counts as known, since the scorer's number for it is no worse than usual.
"""

import re
from functools import cache
from pathlib import Path

import py3langid
from py3langid.langid import LanguageIdentifier

from moderation.detectors.base import Finding, Material, make_producer

_MODEL_FILE = Path(py3langid.__file__).parent / "data" / "model.npz.xz"

# Languages with newspapers of their own. Small neighbours (Aragonese beside Spanish, Moroccan
# beside standard Arabic) are left out: they would take half of the certainty away.
_CANDIDATES = [
    "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et",
    "eu", "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja",
    "ka", "kk", "km", "kn", "ko", "ky", "la", "lt", "lv", "mk", "ml", "mn", "mr", "my", "ne", "nl",
    "no", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta",
    "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh",
]  # fmt: skip
# Latin is quoted, not written: habeas corpus, sic transit.
_QUOTED_ONLY = frozenset({"la"})

# Measured: 39 of 40 English and 40 of 40 foreign texts of the labelled set, and 3 of 3,000 comments
# of the training data, each of the 3 really foreign.
MIN_CONFIDENCE = 0.85
MAX_KNOWN_SHARE = 0.02
MIN_LETTERS = 20

_NOISE = re.compile(
    r"https?://\S+|www\.\S+|[@#]\w+|\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»|^>.*$", re.MULTILINE
)


class Language:
    attributes: tuple[str, ...] = ("unknown_language",)
    producer = make_producer(
        "language", f"1+py3langid-{py3langid.__version__}", Path(__file__), _MODEL_FILE
    )

    def detect(self, material: Material) -> list[Finding]:
        """Return 1.0 where the text is, with confidence, in a language the scorer does not know."""
        language = recognise(material.views.plain, material.scorer.languages)
        value = 0.0 if language is None or language in material.scorer.languages else 1.0
        return [Finding(self.attributes[0], value, self.producer)]


def recognise(text: str, known: frozenset[str] = frozenset()) -> str | None:
    """Return the text's ISO 639-1 language, or None where that is not certain.

    Certain means: likelier than `MIN_CONFIDENCE`, and no `known` language with a share that counts.
    """
    words = _NOISE.sub(" ", text)
    if sum(map(str.isalpha, words)) < MIN_LETTERS:
        return None
    # Shouting is read as speech: in capitals, the letters of most languages look English.
    ranking: dict[str, float] = dict(_identifier().rank(words.lower()))
    language = max(ranking, key=lambda code: ranking[code])
    rivals = sum(ranking.get(code, 0.0) for code in known - {language})
    certain = ranking[language] >= MIN_CONFIDENCE and rivals <= MAX_KNOWN_SHARE
    return language if certain and language not in _QUOTED_ONLY else None


@cache
def _identifier() -> LanguageIdentifier:
    # Half a second and 100 MB at the peak (measured): paid by a worker's first comment, never by
    # the web process.
    identifier = LanguageIdentifier.from_model_file(_MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CANDIDATES)
    return identifier
