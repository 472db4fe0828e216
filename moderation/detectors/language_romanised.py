"""Hindi, Russian and Arabic in Latin letters, known by their small words."""

import re
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("language_romanised.txt")

FEWEST_WORDS = 5
FEWEST_HITS = 3
LEAST_SHARE = 0.3

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def romanised(text: str) -> str | None:
    """Return the language whose small words make up enough of the text, or None."""
    words = _WORD.findall(text.lower())
    if len(words) < FEWEST_WORDS:
        return None
    for code, small_words in _small_words().items():
        hits = [word for word in words if word in small_words]
        if len(set(hits)) >= FEWEST_HITS and len(hits) >= LEAST_SHARE * len(words):
            return code
    return None


@cache
def _small_words() -> dict[str, frozenset[str]]:
    lines = WORDS_FILE.read_text("utf-8").splitlines()
    listed = (line.split() for line in lines if line and not line.startswith("#"))
    return {code: frozenset(words) for code, *words in listed}
