"""The two views in which a text is judged: as it was written, and with its disguises undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from moderation.text import characters, lettering, letters, markup, masks
from moderation.text.traced import Traced

Step = Callable[[Traced], Traced]

_STEPS: tuple[Step, ...] = (
    characters.turn_reversed,
    characters.drop_invisible,
    markup.decode_escapes,
    masks.unmask_words,
    markup.strip_markup,
    letters.part_humps,
    lettering.unbox_letters,
    lettering.set_upright,
    characters.unify_forms,
    characters.fold_lookalikes,
    letters.join_single_letters,
    letters.respell_tokens,
)
# One disguise can hide another. Two rounds were enough for 4,000 comments and all known attacks.
_MOST_ROUNDS = 12
MOST_UNDONE = 0.05


@dataclass(frozen=True, slots=True)
class Views:
    """`plain` is the author's text; `folded` the same in lower case without its disguises.

    `offsets[i]` is the index in `plain` of what became `folded[i]`; one per code point. `plain`
    differs from what the author wrote only by U+FFFD in the place of each lone surrogate.
    """

    plain: str
    folded: str
    offsets: Sequence[int]

    def readings(self) -> list[str]:
        """Return what a model should read: the folded view, before it the plain one if it is
        another text and legible: at most MOST_UNDONE of its words had to be undone.

        Letters of other scripts, single ones or signs in their place are noise to a model, and
        noise looks hostile to it: it took two of three harmless comments in full-width letters for
        toxic (measured on 500).
        """
        written, read = self.plain.lower().split(), {*self.folded.split()}
        legible = sum(word not in read for word in written) <= MOST_UNDONE * len(written)
        return [self.plain, self.folded] if legible and self.plain != self.folded else [self.folded]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of `plain` that `folded[start:end]` came from, end exclusive."""
        if start >= end:
            return (0, 0)
        origins = self.offsets[start:end]
        # Least and greatest, not first and last: a reversed run counts downwards.
        return min(origins), max(origins) + 1


def views(text: str) -> Views:
    """Return both views. Never raises; `folded` is a fixed point and at most four times as long."""
    plain = characters.without_surrogates(text)
    folded = _fold(Traced.whole(plain))
    return Views(plain=plain, folded=folded.text, offsets=folded.offsets)


def _fold(text: Traced) -> Traced:
    for _ in range(_MOST_ROUNDS):
        before, text = text.text, _round(text)
        if text.text == before or (before.isascii() and text.text == before.lower()):
            return text
    # Whoever nests disguises that deep gets the words alone: nothing is left to nest.
    return _fold_words(text)


def _round(text: Traced) -> Traced:
    for step in _STEPS:
        text = step(text)
    return text


def _fold_words(text: Traced) -> Traced:
    words = "".join(c if c.isalnum() else " " for c in text.text)
    text = Traced(words, text.offsets)
    while (after := _round(text)).text != text.text:
        text = after
    return text
