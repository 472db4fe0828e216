"""`unscorable`: a text that the scorer cannot have read, whatever number it gave."""

import re
from pathlib import Path

from moderation.detectors.base import Finding, Material, Span, make_producer

# Measured with the compact scorer on 2,919 English comments of the training data: 3 of them, all
# short and full of emoji, have more unknown tokens; a text of runes or ideographs has 1.0.
MOST_UNKNOWN = 0.34
# A few unknown tokens in a short text are a name or an emoji, not a hiding place.
FEWEST_LETTERS = 12
# Tokenizers turn words beyond 100 characters into one unknown token, in no matter how many
# letters; real words, German compounds and chemistry included, end far below.
LONGEST_WORD = 60

_GIANT = re.compile(rf"[^\W_]{{{LONGEST_WORD + 1},}}")


class Unscorable:
    attributes: tuple[str, ...] = ("unscorable",)
    producer = make_producer("unscorable", "1", Path(__file__))

    def detect(self, material: Material) -> list[Finding]:
        """Return 1.0 for a giant word, or where too much of the text is unknown to the scorer.

        The share counts on the better-known view: a disguise that came off has been read.
        """
        plain = material.views.plain
        giants = tuple(Span(*match.span(), "giant word") for match in _GIANT.finditer(plain))
        value = 1.0 if giants or self._is_unknown(material) else 0.0
        return [Finding(self.attributes[0], value, self.producer, giants)]

    def _is_unknown(self, material: Material) -> bool:
        if sum(map(str.isalpha, material.views.plain)) < FEWEST_LETTERS:
            return False
        texts = (material.views.plain, material.views.folded)
        return min(map(material.scorer.unknown_share, texts)) > MOST_UNKNOWN
